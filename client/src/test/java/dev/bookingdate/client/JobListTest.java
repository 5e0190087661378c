package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.client.FakeService.Answer;
import dev.bookingdate.client.FakeService.Seen;
import dev.bookingdate.client.generated.model.BackfillJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(20)
class JobListTest {
    private static final String JOBS = "/v1/uno/data-backfill/bookingdate/jobs";

    @RegisterExtension
    final FakeService service = new FakeService();

    @Test
    void pages_followOneAnother() {
        service.answers(page("a,b", "c 1/+"), page("", "c2"), page("c", null));

        JobList list = service.client().jobs().list(2);

        assertThat(list).extracting(BackfillJob::getId).containsExactly("a", "b", "c");
        assertThat(service.seen())
                .extracting(Seen::uri)
                .containsExactly(
                        JOBS + "?pageSize=2", JOBS + "?pageSize=2&cursor=c%201%2F%2B", JOBS + "?pageSize=2&cursor=c2");
    }

    @Test
    void nextPage_isFetched_onlyWhenItIsNeeded() {
        service.answers(page("a,b", "c1"));

        assertThat(service.client().jobs().list().stream().limit(2).map(BackfillJob::getId))
                .containsExactly("a", "b");
        assertThat(service.seen()).extracting(Seen::uri).containsExactly(JOBS);
    }

    @Test
    void cursorThatLeadsToItself_ends() {
        service.answers(page("a", "c1"));

        assertThat(service.client().jobs().list()).hasSize(2);
    }

    private static Answer page(String ids, String nextPage) {
        String jobs = ids.isEmpty() ? "" : "{\"id\":\"" + ids.replace(",", "\"},{\"id\":\"") + "\"}";
        String next = nextPage == null ? "" : ",\"nextPage\":\"" + nextPage + "\"";
        return Answer.json(200, "{" + FakeService.SUCCESS + ",\"jobs\":[" + jobs + "]" + next + "}");
    }
}
