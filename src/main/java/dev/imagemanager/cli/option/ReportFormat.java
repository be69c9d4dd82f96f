package dev.imagemanager.cli.option;

/** The output formats of reports that are also for comments on pull requests. */
public enum ReportFormat {
    text,
    json,
    markdown
}
