package dev.bookingdate.contracts.agreement;

import dev.bookingdate.contracts.agreement.Judgement.State;
import dev.bookingdate.contracts.check.Contract;
import dev.bookingdate.contracts.check.ContractFiles;
import java.util.ArrayList;
import java.util.Comparator;
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

    /** Said of a consumer that is not built yet. */
    static final String NOBODY_YET = "nobody yet";

    /** What is known of the contracts as they are. */
    private record Known(Map<String, String> replayers, List<Verdict> verdicts, Map<String, String> fingerprints) {}

    /** @param fingerprints of contracts, spec and code as they are now */
    static Agreements of(
            String version,
            ContractFiles files,
            List<Verdict> verdicts,
            Map<String, String> fingerprints,
            JsonNode coverage) {
        Map<String, String> replayers = new TreeMap<>();
        files.consumers()
                .forEach((name, consumer) ->
                        replayers.put(name, consumer.replayedBy().orElse(NOBODY_YET)));
        Known known = new Known(replayers, verdicts, fingerprints);
        List<Row> rows = files.contracts().stream()
                .map(contract -> row(version, contract, known))
                .toList();
        return new Agreements(List.of(version), replayers, rows, coverage, reliances(files));
    }

    private static List<Reliance> reliances(ContractFiles files) {
        List<Reliance> reliances = new ArrayList<>();
        files.consumers()
                .values()
                .forEach(consumer -> consumer.calls().forEach(call -> {
                    long contracts = files.contracts().stream()
                            .filter(contract -> contract.consumer().equals(consumer.name())
                                    && contract.folder().equals(call.name()))
                            .count();
                    reliances.add(Reliance.of(consumer, call, (int) contracts));
                }));
        reliances.sort(Comparator.comparing(Reliance::operation).thenComparing(Reliance::consumer));
        return List.copyOf(reliances);
    }

    private static Row row(String version, Contract contract, Known known) {
        Map<Side, Judgement> judgements = new EnumMap<>(Side.class);
        judgements.put(Side.SPEC, testsSay(contract, Side.SPEC, known));
        judgements.put(Side.SERVICE, testsSay(contract, Side.SERVICE, known));
        judgements.put(
                Side.CONSUMER,
                NOBODY_YET.equals(known.replayers().get(contract.consumer()))
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
                .map(verdict ->
                        judgement(verdict, known.fingerprints().getOrDefault(Workplace.key(contract.name(), side), "")))
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
