package dev.bookingdate.server.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.SpringBootVersion;

/** On what was measured: figures are to be compared on one machine only. */
final class Machine {

    private Machine() {}

    static Map<String, String> describe() {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("processor", field("/proc/cpuinfo", "model name", "unknown"));
        machine.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        machine.put("memory", field("/proc/meminfo", "MemTotal", "unknown"));
        machine.put("load", String.format(Locale.ROOT, "%.1f", load()));
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        machine.put("Spring Boot", SpringBootVersion.getVersion());
        return machine;
    }

    /** A number of /proc/PID/status in MB. */
    static double memory(long pid, String field) {
        String kilobytes = field("/proc/" + pid + "/status", field, "0 kB");
        return Long.parseLong(kilobytes.split(" ")[0]) / 1024.0;
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** Only Linux has these files. */
    private static String field(String file, String name, String otherwise) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
