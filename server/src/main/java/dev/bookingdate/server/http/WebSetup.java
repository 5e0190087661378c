package dev.bookingdate.server.http;

import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.beans.PropertyEditorSupport;
import java.nio.file.AccessDeniedException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.ContentNegotiationStrategy;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Tells Spring MVC what it has to do otherwise than by default. */
@Component
class WebSetup implements WebMvcConfigurer {

    private final BodyCheck bodyCheck;
    private final FailureAnswer failures;

    WebSetup(BodyCheck bodyCheck, FailureAnswer failures) {
        this.bodyCheck = bodyCheck;
        this.failures = failures;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new KeyOnPutRefusal());
        registry.addInterceptor(bodyCheck);
    }

    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
        configurer.strategies(List.of(new AcceptedTypes()));
    }

    /** Answers what fails inside Spring MVC, before any of its own resolvers can. */
    @Override
    public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
        resolvers.add(0, (request, response, handler, failure) -> {
            if (failure instanceof AuthenticationException || failure instanceof AccessDeniedException) {
                return null; // Spring Security's filters know what to do with these.
            }
            failures.answer(request, response, failure);
            return new ModelAndView();
        });
    }

    /**
     * Refuses a key on PUT, whichever operation it is for: who sends one counts on a replay, and would take the answer to a
     * second PUT for that to the first.
     */
    private static final class KeyOnPutRefusal implements HandlerInterceptor {

        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            if ("PUT".equals(request.getMethod()) && request.getHeader(IdempotencyFilter.KEY) != null) {
                throw new RequestRefused(
                        ErrorCategory.INVALID_VALUE, "Idempotency-Key is not supported on PUT requests.");
            }
            return true;
        }
    }

    /**
     * What the caller accepts, without parameters but the weight: they would come back in the {@code Content-Type} of the answer, which is
     * always plain {@code application/json}, and a {@code charset} that JSON does not have would find no converter. What is
     * refused with {@code q=0} is not accepted, which Spring passes over.
     */
    private static final class AcceptedTypes implements ContentNegotiationStrategy {

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

    /**
     * Reads booleans as the contract writes them. Spring takes "yes" and "1" as well, and nothing at all for absent: what was meant
     * as a dry run would be a backfill. An editor, not a converter: where a converter refuses, Spring's own editor is asked.
     */
    @ControllerAdvice
    static class StrictBooleans {

        @InitBinder
        void init(WebDataBinder binder) {
            binder.registerCustomEditor(Boolean.class, new Editor());
        }

        /** Several values come joined by commas, and are refused as well. */
        private static final class Editor extends PropertyEditorSupport {

            @Override
            public void setAsText(String text) {
                switch (text) {
                    case "true" -> setValue(true);
                    case "false" -> setValue(false);
                    default -> throw new IllegalArgumentException("neither true nor false");
                }
            }
        }
    }
}
