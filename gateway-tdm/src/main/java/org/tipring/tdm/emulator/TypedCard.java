package org.tipring.tdm.emulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What people type to an emulated line card with exchange lines: what is about the exchange behind a line is done there, all else is the
/// card's own.
///
/// ```
///  typed ──┬─ 1 call 5551234 Ada ──► CardExchange (port 1 is an exchange line)
///          └─ 0 lift, damage 100 ──► the card's process
/// ```
final class TypedCard {

    private static final Pattern OF_PORT = Pattern.compile("\\s*(\\d{1,2})\\s+(\\S.*)");

    private final String ports;
    private final CardExchange exchange;
    private final PrintStream out;

    /// @param ports `FFX`: telephones and exchange lines
    TypedCard(String ports, CardExchange exchange, PrintStream out) {
        this.ports = ports;
        this.exchange = exchange;
        this.out = out;
        exchange.onEvent(this::tell);
    }

    /// Until there is nothing more to read; then the card ends, too.
    void pass(InputStream in, Process card) {
        try (BufferedReader typed = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
                PrintWriter commands = new PrintWriter(card.getOutputStream(), true, StandardCharsets.UTF_8)) {
            for (String line = typed.readLine(); line != null; line = typed.readLine()) {
                if (!isForExchange(line)) {
                    commands.println(line);
                    if (line.strip().equals("help")) {
                        out.println("of an exchange line: PORT " + TypedDeed.HELP);
                    }
                }
            }
        } catch (IOException e) {
            out.println("cannot read what is typed: " + e.getMessage());
        }
    }

    private boolean isForExchange(String typed) {
        Matcher matcher = OF_PORT.matcher(typed);
        if (!matcher.matches()) {
            return false;
        }
        int port = Integer.parseInt(matcher.group(1));
        if (port >= ports.length() || ports.charAt(port) != 'X') {
            return false;
        }
        try {
            EmulatedModems.Task task = TypedDeed.of(number(port), matcher.group(2).strip());
            if (task != null) {
                exchange.execute(task);
            }
            return task != null;
        } catch (IllegalArgumentException wrong) {
            out.println(wrong.getMessage());
            return true;
        }
    }

    /// The exchange counts lines, the card counts ports.
    private String number(int port) {
        return exchange.numbers().get((int) ports.substring(0, port).chars().filter(kind -> kind == 'X').count());
    }

    private int port(String number) {
        List<String> numbers = exchange.numbers();
        int port = -1;
        for (int line = numbers.indexOf(number); line >= 0; line--) {
            port = ports.indexOf('X', port + 1);
        }
        return port;
    }

    private void tell(ExchangeEvent event) {
        out.printf(Locale.ROOT, "%d %d %s%n", event.atNanos() / 1_000_000, port(event.line()), TypedDeed.describe(event));
        out.flush();
    }
}
