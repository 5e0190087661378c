package dev.bookingdate.postgres;

/** Where a PostgreSQL listens, and who may connect. Not a record: the text of a record would show the password. */
public final class PostgresAddress {

    private final int port;
    private final String password;

    PostgresAddress(int port, String password) {
        this.port = port;
        this.password = password;
    }

    /** Returns the URL of the database, without user and password. */
    public String jdbcUrl() {
        return jdbcUrl(DataDirectory.DATABASE);
    }

    /** Returns the URL of another database on the same server, without user and password. */
    public String jdbcUrl(String database) {
        return ServerProbe.url(port, database);
    }

    /** Returns the TCP port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Returns the name of the database. */
    public String database() {
        return DataDirectory.DATABASE;
    }

    /** Returns the name of the database's owner. */
    public String user() {
        return DataDirectory.USER;
    }

    /** Returns the owner's password: random, made at the first start, kept in the data folder. */
    public String password() {
        return password;
    }

    @Override
    public String toString() {
        return jdbcUrl();
    }
}
