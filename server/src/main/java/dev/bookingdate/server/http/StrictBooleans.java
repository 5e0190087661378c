package dev.bookingdate.server.http;

import java.beans.PropertyEditorSupport;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/**
 * Reads booleans as the contract writes them. Spring takes "yes" and "1" as well, and nothing at all for absent: what was meant
 * as a dry run would be a backfill. An editor, not a converter: where a converter refuses, Spring's own editor is asked.
 */
@ControllerAdvice
class StrictBooleans {

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
