package dev.bookingdate.server.http;

import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Tells Spring MVC what it has to do otherwise than by default. */
@Component
class WebSetup implements WebMvcConfigurer {

    private final BodyCheck bodyCheck;

    WebSetup(BodyCheck bodyCheck) {
        this.bodyCheck = bodyCheck;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(bodyCheck);
    }

    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
        configurer.strategies(List.of(new AcceptedTypes()));
    }
}
