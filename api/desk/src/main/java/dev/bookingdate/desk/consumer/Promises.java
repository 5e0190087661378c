package dev.bookingdate.desk.consumer;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.consumer.Use.Problem;
import dev.bookingdate.desk.source.SpecNode;
import java.util.ArrayList;
import java.util.List;

/** A document, to hold consumers against: what was proven for one of them is known for the next. */
public final class Promises {
    private final Api api;
    private final AnswerUses answers = new AnswerUses();
    private final RequestUses requests = new RequestUses();

    public Promises(Api api) {
        this.api = api;
    }

    /** Returns what a consumer hangs on in the document, with the problems that it has. */
    public List<Use> usesOf(Consumer consumer) {
        List<Use> all = new ArrayList<>();
        for (Call call : consumer.calls()) {
            Uses uses = new Uses(consumer, call);
            Operation operation = api.operations().get(call.key());
            String what = call.method() + " " + call.path();
            if (operation == null) {
                SpecNode paths = api.root().get("paths").orElse(api.root());
                uses.add(what, call.node(), List.of(paths), Problem.of("is no operation"));
            } else {
                uses.holds(what, call.node(), List.of(operation.node()));
                requests.collect(call, operation, uses);
                answers.collect(call, operation, uses);
            }
            all.addAll(uses.all());
        }
        return all;
    }
}
