package dev.bookingdate.server.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.bookingdate.server.http.TestServer;
import java.net.http.HttpResponse;
import java.text.ParseException;

/** Tokens as somebody could make them, and what the server says to them. */
public final class Tokens {

    private Tokens() {}

    public static String sign(RSAKey key, JWTClaimsSet claims) {
        return sign(key, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()), claims);
    }

    public static String sign(RSAKey key, JWSHeader.Builder header, JWTClaimsSet claims) {
        try {
            var token = new SignedJWT(header.build(), claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static SignedJWT parse(String token) {
        try {
            return SignedJWT.parse(token);
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    public static HttpResponse<byte[]> list(TestServer server, String token) {
        return get(server, TestServer.JOBS + "?pageSize=1", token);
    }

    public static HttpResponse<byte[]> get(TestServer server, String path, String token) {
        return server.send(
                server.request(path).header("Authorization", "Bearer " + token).build());
    }
}
