package dev.bookingdate.server.http;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.ContentNegotiationStrategy;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;

/**
 * What the caller accepts, without parameters but the weight: they would come back in the {@code Content-Type} of the answer, which is
 * always plain {@code application/json}, and a {@code charset} that JSON does not have would find no converter. What is
 * refused with {@code q=0} is not accepted, which Spring passes over.
 */
final class AcceptedTypes implements ContentNegotiationStrategy {

    private static final String WEIGHT = "q";

    private static final Comparator<MediaType> MORE_SPECIFIC = Comparator.comparing(MediaType::isConcrete)
            .thenComparing(type -> !type.isWildcardType())
            .thenComparing(type -> type.getParameters().size());

    private final ContentNegotiationStrategy header = new HeaderContentNegotiationStrategy();

    @Override
    public List<MediaType> resolveMediaTypes(NativeWebRequest request) throws HttpMediaTypeNotAcceptableException {
        List<MediaType> named = header.resolveMediaTypes(request);
        List<MediaType> accepted = named.stream()
                .filter(type -> type.getQualityValue() > 0)
                .filter(type -> !type.includes(MediaType.APPLICATION_JSON) || !refusesJson(named))
                .map(AcceptedTypes::bare)
                .toList();
        if (accepted.isEmpty()) {
            throw new HttpMediaTypeNotAcceptableException(List.of(MediaType.APPLICATION_JSON));
        }
        return accepted;
    }

    private static MediaType bare(MediaType type) {
        String weight = type.getParameter(WEIGHT);
        return new MediaType(type, weight == null ? Map.of() : Map.of(WEIGHT, weight));
    }

    /** The most specific word on JSON decides, as in {@code application/json;q=0, *}{@code /*}. */
    private static boolean refusesJson(List<MediaType> named) {
        return named.stream()
                .filter(type -> type.includes(MediaType.APPLICATION_JSON))
                .max(MORE_SPECIFIC)
                .filter(type -> type.getQualityValue() == 0)
                .isPresent();
    }
}
