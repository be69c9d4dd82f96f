package dev.imagemanager.cli.services;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.TextTable;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.pipeline.services.ServiceStatus;
import dev.imagemanager.pipeline.services.ServicesDocument;
import java.util.List;

/** Prints the status of services. */
public final class ServiceStatuses {

    private ServiceStatuses() {}

    static void print(List<ServiceStatus> statuses, OutputOption output, Console console) {
        if (output.isJson()) {
            console.result(ServicesDocument.of(statuses));
            return;
        }
        TextTable table = new TextTable("SERVICE", "MODE", "STATE", "ADDRESS");
        statuses.forEach(status -> table.add(
                status.name().toString(),
                status.mode().toString(),
                status.state().toString(),
                status.address()));
        table.lines().forEach(console::result);
    }
}
