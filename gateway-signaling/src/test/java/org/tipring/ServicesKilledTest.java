package org.tipring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tipring.bench.ConfigFolder;
import org.tipring.bench.GatewayProcess;
import org.tipring.signaling.control.service.ServiceState;
import org.tipring.signaling.ops.ControlSocket;
import org.tipring.tdm.emulator.EmulatedCard;
import org.tipring.tdm.emulator.RunningCard;

/// `kill -9` at any moment, while people at the telephones of an emulated line card set services: what a tone has confirmed is there after the
/// next start, and what it had not yet confirmed is as it was before or as it was wanted, never half of it.
@Timeout(300)
class ServicesKilledTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int TELEPHONES = 4;
    /// `-Dtipring.kills=50` for longer.
    private static final int KILLS = Integer.getInteger("tipring.kills", 2);
    /// American confirmation begins with 100 ms, reorder tone with 250.
    private static final long SHORT_MILLIS = 150;

    private final long seed = Long.getLong("tipring.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Somebody> people = new ArrayList<>();
    private RunningCard card;
    private GatewayProcess gateway;

    /// Something that is dialled.
    ///
    /// @param set what is kept of it, as [ServiceState#text] writes it: an empty value takes it away
    /// @param confirmed a tone says that it is done
    private record Wish(String keys, Map<String, String> set, boolean confirmed) { }

    /// Somebody at one of the telephones, and what that telephone must be set to.
    private final class Somebody {
        final int port;
        final Handset handset;
        final Random mind;
        Map<String, String> sure = new TreeMap<>();
        final List<Wish> unsure = new ArrayList<>();
        int confirmations;

        Somebody(int port) {
            this.port = port;
            this.handset = new Handset(card, port);
            this.mind = new Random(random.nextLong());
        }

        Wish wish() {
            String number = "20" + (1 + mind.nextInt(2));
            String place = Integer.toString(mind.nextInt(10));
            ZonedDateTime morning = ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.HOURS).plusHours(3 + mind.nextInt(18)).plusMinutes(mind.nextInt(60));
            return switch (mind.nextInt(13)) {
                case 0 -> new Wish("*72" + number, Map.of("forward.always", number), true);
                case 1 -> new Wish("*73", Map.of("forward.always", ""), true);
                case 2 -> new Wish("*90" + number, Map.of("forward.busy", number), true);
                case 3 -> new Wish("*91", Map.of("forward.busy", ""), true);
                case 4 -> new Wish("*92" + number, Map.of("forward.no-answer", number), true);
                case 5 -> new Wish("*78", Map.of("undisturbed", "yes"), true);
                case 6 -> new Wish("*79", Map.of("undisturbed", ""), true);
                case 7 -> new Wish("*31", Map.of("withheld", "yes"), true);
                case 8 -> new Wish("*77", Map.of("rejects-anonymous", "yes"), true);
                case 9, 10 -> new Wish("*74" + place + number, Map.of("speed." + place, number), true);
                case 11 -> new Wish("*55%02d%02d".formatted(morning.getHour(), morning.getMinute()), Map.of("wake-up", morning.toInstant().toString()), true);
                default -> new Wish(number, Map.of("dialled", number), false);
            };
        }

        /// Lifts, dials, listens, and hangs up, until it is interrupted.
        void live() throws Exception {
            while (true) {
                Wish wish = wish();
                handset.lift();
                synchronized (this) {
                    unsure.add(wish);
                }
                long keys = keys();
                card.tell(port + " press " + wish.keys + " 60 60");
                while (keys() < keys + wish.keys.length()) {
                    TimeUnit.MILLISECONDS.sleep(5);
                }
                long last = card.events(port).stream().filter(event -> event.what().startsWith("key ")).toList().getLast().millis();
                long on = after("sound on", last);
                long off = after("sound off", on);
                if (wish.confirmed && off - on < SHORT_MILLIS) {
                    confirmed();
                } else if (wish.confirmed) {
                    throw new AssertionError(this + ": " + wish + " was refused: " + gateway.output());
                }
                handset.until("contact open", handset::hangUp);
                // Sooner it would be a flash.
                TimeUnit.MILLISECONDS.sleep(300);
            }
        }

        private long keys() {
            return card.events(port).stream().filter(event -> event.what().startsWith("key ")).count();
        }

        private long after(String what, long millis) throws InterruptedException {
            while (true) {
                for (RunningCard.Event event : card.events(port)) {
                    if (event.millis() > millis && event.what().equals(what)) {
                        return event.millis();
                    }
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }

        synchronized void confirmed() {
            sure = with(unsure.size());
            unsure.clear();
            confirmations++;
        }

        private Map<String, String> with(int wishes) {
            Map<String, String> state = new TreeMap<>(sure);
            unsure.subList(0, wishes).forEach(wish -> state.putAll(wish.set));
            state.values().removeIf(String::isEmpty);
            return state;
        }

        private static String words(Map<String, String> state) {
            List<String> words = ServiceState.of(state.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()).collect(Collectors.joining(" "))).words();
            return words.isEmpty() ? "-" : String.join("; ", words);
        }

        /// @param found what the operator is shown after the next start
        synchronized void check(String found) {
            List<Map<String, String>> allowed = IntStream.rangeClosed(0, unsure.size()).mapToObj(this::with).toList();
            assertThat(allowed.stream().map(Somebody::words)).as("seed %d, telephone %d: confirmed %s, then dialled %s", seed, port, sure, unsure).contains(found);
            sure = allowed.reversed().stream().filter(state -> words(state).equals(found)).findFirst().orElseThrow();
            unsure.clear();
        }
    }

    private static void configure(ConfigFolder config, Path link) throws Exception {
        StringBuilder lines = new StringBuilder();
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < TELEPHONES; i++) {
            lines.append("[line fxs%d]\ndevice = %s\ndriver = line-card\nport = fxs %d\nnumber = 21%d\n\n".formatted(i, link, i, i));
            names.append(i == 0 ? "" : ", ").append("fxs").append(i);
        }
        lines.append("""
                [star-codes]
                forward = *72
                forward off = *73
                forward busy = *90
                forward busy off = *91
                forward no answer = *92
                do not disturb = *78
                disturb = *79
                withhold always = *31
                reject anonymous = *77
                speed dial set = *74
                wake-up = *55
                """);
        Files.writeString(config.path().resolve("lines.ini"), lines, StandardOpenOption.APPEND);
        Path plan = config.path().resolve("dialplan.ini");
        Files.writeString(plan, Files.readString(plan).replace("from   = phones\n", "").replace("abroad = 011", "abroad = 011\ntime zone = UTC")
                + "\n[interface analog]\nmembers = " + names + "\nnumbers = as-dialled\n");
    }

    private void startGateway(ConfigFolder config) throws Exception {
        gateway = GatewayProcess.run(config);
        for (int i = 0; i < TELEPHONES; i++) {
            String inService = "line=fxs" + i + " in service";
            assertThat(gateway.await(line -> line.contains(inService), SOON)).as("%s", gateway.output()).isNotNull();
        }
    }

    /// Everybody dials, until the gateway is killed.
    private void live(Runnable end) throws Exception {
        List<CompletableFuture<Void>> lives = new ArrayList<>();
        try (ExecutorService minds = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Somebody one : people) {
                CompletableFuture<Void> life = new CompletableFuture<>();
                lives.add(life);
                minds.execute(() -> {
                    try {
                        one.live();
                    } catch (InterruptedException killed) {
                        life.complete(null);
                    } catch (Exception | AssertionError wrong) {
                        life.completeExceptionally(wrong);
                    }
                });
            }
            TimeUnit.MILLISECONDS.sleep(1_500 + random.nextInt(2_500));
            end.run();
            minds.shutdownNow();
        }
        CompletableFuture.allOf(lives.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
        people.forEach(one -> one.handset.hangUp());
    }

    private void check(ConfigFolder config) throws Exception {
        String[] shown = ControlSocket.ask(config.path(), "telephones").split("\n");
        for (Somebody one : people) {
            one.check(shown[one.port].replaceFirst("^fxs\\d +21\\d +on hook +", ""));
        }
    }

    @Test
    void whatAToneHasConfirmedOutlivesAKilledGateway(@TempDir Path folder) throws Exception {
        Path home = Path.of(System.getProperty("tipring.home", ".."));
        String obstacle = EmulatedCard.obstacle(home);
        Assumptions.assumeTrue(obstacle == null, () -> "no emulated line card: " + obstacle);
        Path link = folder.resolve("card");
        ConfigFolder config = new ConfigFolder(folder).write();
        configure(config, link);
        card = RunningCard.start(EmulatedCard.build(home, home.resolve("gateway-tdm/target/line-card-killed"), false), "F".repeat(TELEPHONES), link);
        try {
            IntStream.range(0, TELEPHONES).forEach(port -> people.add(new Somebody(port)));
            startGateway(config);
            for (int i = 0; i < KILLS; i++) {
                live(gateway::kill);
                assertThat(gateway.exit(SOON)).isEqualTo(128 + 9);
                startGateway(config);
                check(config);
            }
            int confirmed = people.stream().mapToInt(one -> one.confirmations).sum();
            System.out.printf("%d kills, %d confirmed settings, none lost; seed %d%n", KILLS, confirmed, seed);
            assertThat(confirmed).as("or this test shows nothing").isGreaterThan(KILLS);
        } finally {
            if (gateway != null) {
                gateway.close();
            }
            card.close();
        }
    }
}
