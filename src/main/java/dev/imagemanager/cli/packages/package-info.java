/** Commands that search and compare the packages in images. */
package dev.imagemanager.cli.packages;
