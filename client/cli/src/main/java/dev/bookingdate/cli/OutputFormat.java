package dev.bookingdate.cli;

enum OutputFormat {
    TABLE,
    JSON
}
