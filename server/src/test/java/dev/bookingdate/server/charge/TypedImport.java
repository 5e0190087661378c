package dev.bookingdate.server.charge;

import dev.bookingdate.server.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The import as it is typed, with a folder and a database of its own. */
abstract class TypedImport {

    static final String ENTITY = "00000000-0000-4000-8000-0000000000e1";
    static final String[] PLACE = {"--tenant=7", "--entity=" + ENTITY, "--time-zone=America/New_York"};

    @TempDir
    Path folder;

    private static TestDatabase own;

    DataSource database;
    String out = "";
    String err = "";
    byte[] stdin = {};

    @BeforeAll
    static void create() {
        own = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        own.close();
    }

    /** Emptying a database is quicker than making one. */
    @BeforeEach
    void emptyDatabase() {
        database = own.plainDataSource();
        own.empty();
    }

    int load(String text) throws IOException {
        write(text);
        return run("charges.csv", PLACE);
    }

    void write(String text) throws IOException {
        Files.writeString(folder.resolve("charges.csv"), text);
    }

    int run(String file, String... options) {
        CommandLine line = new CommandLine(new ImportCommand(() -> database, new ByteArrayInputStream(stdin), folder));
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        line.setOut(new PrintWriter(outText)).setErr(new PrintWriter(errText));
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add(file);
        int code = line.execute(arguments.toArray(String[]::new));
        out = outText.toString();
        err = errText.toString();
        return code;
    }

    List<String> rows(String columns) throws SQLException {
        return query("select " + columns + " from rate_plan_charge order by charge_key");
    }

    List<String> query(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        }
    }

    void update(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(bytes(text));
        }
        return bytes.toByteArray();
    }

    static byte[] concat(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }
}
