package dev.bookingdate.contracts.agreement;

import dev.bookingdate.contracts.agreement.Judgement.State;
import dev.bookingdate.contracts.check.Contract;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who agrees with whom: each contract with the verdict of each side.
 *
 * @param versions of the contract that are compared, the columns; today one
 * @param coverage what of the spec the contracts exercise, as the check of coverage wrote it
 */
record Agreements(
        List<String> versions,
        Map<String, String> consumers,
        List<Row> rows,
        JsonNode coverage,
        List<Reliance> reliances) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * One contract.
     *
     * @param description given, when, then
     * @param judgements by version, then by side
     */
    record Row(
            String contract,
            String consumer,
            String operation,
            String caseName,
            int status,
            String description,
            Map<String, Map<Side, Judgement>> judgements) {

        Judgement judgement(String version, Side side) {
            return judgements.getOrDefault(version, Map.of()).getOrDefault(side, Judgement.of(State.NOT_RUN));
        }
    }

    /** What is known of the contracts as they are. */
    record Known(Map<String, String> replayers, List<Verdict> verdicts, Map<String, String> fingerprints) {}

    static Agreements of(String version, List<Contract> contracts, Known known, JsonNode coverage) {
        List<Row> rows = contracts.stream()
                .map(contract -> row(version, contract, known))
                .toList();
        Map<String, Map<String, List<Contract>>> groups = new TreeMap<>();
        for (Contract contract : contracts) {
            groups.computeIfAbsent(contract.folder(), any -> new TreeMap<>())
                    .computeIfAbsent(contract.consumer(), any -> new ArrayList<>())
                    .add(contract);
        }
        List<Reliance> reliances = new ArrayList<>();
        groups.forEach((operation, consumers) ->
                consumers.forEach((consumer, own) -> reliances.add(Reliance.of(consumer, operation, own))));
        return new Agreements(List.of(version), known.replayers(), rows, coverage, List.copyOf(reliances));
    }

    private static Row row(String version, Contract contract, Known known) {
        Map<Side, Judgement> judgements = new EnumMap<>(Side.class);
        judgements.put(Side.SPEC, testsSay(contract, Side.SPEC, known));
        judgements.put(Side.SERVICE, testsSay(contract, Side.SERVICE, known));
        judgements.put(
                Side.CONSUMER,
                Replayers.NOBODY_YET.equals(known.replayers().get(contract.consumer()))
                        ? Judgement.of(State.NOBODY_YET)
                        : testsSay(contract, Side.CONSUMER, known));
        Map<String, Map<Side, Judgement>> versions = new LinkedHashMap<>();
        versions.put(version, judgements);
        return new Row(
                contract.name(),
                contract.consumer(),
                contract.folder(),
                contract.caseName(),
                contract.status(),
                contract.at("/description").asString("").strip(),
                versions);
    }

    private static Judgement testsSay(Contract contract, Side side, Known known) {
        return known.verdicts().stream()
                .filter(verdict -> verdict.contract().equals(contract.name()) && verdict.side() == side)
                .findFirst()
                .map(verdict -> judgement(verdict, known.fingerprints().getOrDefault(contract.name(), "")))
                .orElse(Judgement.of(State.NOT_RUN));
    }

    private static Judgement judgement(Verdict verdict, String fingerprint) {
        if (!verdict.of().equals(fingerprint)) {
            return Judgement.of(State.OUTDATED);
        }
        return verdict.agrees() ? Judgement.of(State.AGREES) : new Judgement(State.BROKEN, verdict.message());
    }

    long count(State state) {
        return rows.stream()
                .flatMap(row -> row.judgements().values().stream())
                .flatMap(sides -> sides.values().stream())
                .filter(judgement -> judgement.state() == state)
                .count();
    }

    String json() {
        return JSON.writeValueAsString(this);
    }
}
