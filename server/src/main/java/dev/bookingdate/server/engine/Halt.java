package dev.bookingdate.server.engine;

/** Why a walk came to its end with its claim unbroken. */
sealed interface Halt permits Ending, Postponement {}
