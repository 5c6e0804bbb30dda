package org.tipring.signaling.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Place;
import org.tipring.tdm.line.CountryProfile;

/// Finds country packs: an operator's own in the folder `countries` beside the configuration, or else the embedded ones, which are those
/// of etc/countries/.
public final class CountryPacks {

    private static final String EMBEDDED = "/org/tipring/etc/countries/";

    private final Path folder;
    private final Mistakes mistakes;
    private final Map<String, CountryProfile> read = new HashMap<>();

    /// @param configuration the folder of gateway.ini; null: the embedded packs only
    CountryPacks(Path configuration, Mistakes mistakes) {
        this.folder = configuration == null ? null : configuration.resolve("countries");
        this.mistakes = mistakes;
    }

    /// @param iso ISO 3166 letters, any case
    /// @throws ConfigException when there is no such pack, or it has mistakes
    public static CountryProfile load(String iso, Path configuration) throws ConfigException {
        Mistakes mistakes = new Mistakes();
        CountryProfile profile = new CountryPacks(configuration, mistakes).of(iso, null);
        if (mistakes.any()) {
            throw new ConfigException(mistakes.lines());
        }
        if (profile == null) {
            throw new ConfigException("there is no country pack for " + Mistakes.quote(iso) + ": there are " + String.join(", ", embedded()));
        }
        return profile;
    }

    /// The countries that need no file of the operator's.
    public static List<String> embedded() {
        return Arrays.stream(Locale.getISOCountries()).filter(iso -> CountryPacks.class.getResource(EMBEDDED + file(iso)) != null).toList();
    }

    /// @param wanted where the country is named, for the mistake that there is none; null: nobody is told
    /// @return null when there is none, or one with mistakes
    CountryProfile of(String iso, Place wanted) {
        if (!iso.matches("[A-Za-z]{2}")) {
            return null;
        }
        String key = iso.toUpperCase(Locale.ROOT);
        if (!read.containsKey(key)) {
            read.put(key, read(key, wanted));
        }
        return read.get(key);
    }

    /// Those that were asked for.
    Map<String, CountryProfile> all() {
        Map<String, CountryProfile> all = new HashMap<>(read);
        all.values().removeIf(Objects::isNull);
        return all;
    }

    private CountryProfile read(String iso, Place wanted) {
        Path own = folder == null ? null : folder.resolve(file(iso));
        boolean theirs = own != null && Files.exists(own);
        String shown = theirs ? own.toString() : "countries/" + file(iso);
        try (InputStream in = theirs ? Files.newInputStream(own) : CountryPacks.class.getResourceAsStream(EMBEDDED + file(iso))) {
            if (in != null) {
                return CountryFile.read(shown, iso, in.readNBytes(IniScan.LONGEST_FILE + 1), mistakes);
            }
        } catch (IOException unreadable) {
            mistakes.error(new Place(shown, 1, 1), "cannot be read (" + unreadable.getClass().getSimpleName() + ")",
                    "check that it is a file and that the gateway's user may read it");
            return null;
        }
        if (wanted != null) {
            mistakes.error(wanted, "there is no country pack for " + iso,
                    "write countries/" + file(iso) + " beside the configuration, or name one of: " + String.join(", ", embedded()));
        }
        return null;
    }

    private static String file(String iso) {
        return iso.toLowerCase(Locale.ROOT) + ".ini";
    }
}
