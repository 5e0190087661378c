package dev.bookingdate.contracts.check;

import java.nio.file.Path;

/** Where the files that the checks read are. */
final class Repository {
    static final Path CONSUMERS = Path.of(System.getProperty("contract.consumers", "consumers"));
    static final Path CONTRACTS = CONSUMERS.toAbsolutePath().getParent();
    static final Path SPEC = Path.of(System.getProperty("contract.spec", "../api/target/openapi.yaml"));
    static final Path SERVER_TESTS = CONTRACTS.resolveSibling("server/src/test/java");

    private Repository() {}
}
