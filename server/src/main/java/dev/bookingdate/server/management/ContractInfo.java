package dev.bookingdate.server.management;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.stereotype.Component;

/** Tells by its hash which contract this server was built from. */
@Component
class ContractInfo implements InfoContributor {

    private static final String CONTRACT = "/dev/bookingdate/api/openapi.yaml";

    @Override
    public void contribute(Info.Builder builder) {
        builder.withDetail("contract", Map.of("sha256", sha256()));
    }

    private static String sha256() {
        try (InputStream contract = requireNonNull(ContractInfo.class.getResourceAsStream(CONTRACT))) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(contract.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
