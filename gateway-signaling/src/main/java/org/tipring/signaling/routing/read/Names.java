package org.tipring.signaling.routing.read;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.tipring.signaling.routing.Interface;
import org.tipring.signaling.routing.text.Mistakes;
import org.tipring.signaling.routing.text.Place;

/// Every name of a plan, each of which means one thing only.
final class Names {

    private final Mistakes mistakes;
    private final Map<String, String> meanings = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Map<String, Interface> interfaces = new LinkedHashMap<>();
    private final Map<String, String> owners = new LinkedHashMap<>();
    private final Set<String> groups = new LinkedHashSet<>();

    Names(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /// @return whether the name was free and is a name
    boolean declare(String name, String meaning, Place place) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,31}")) {
            mistakes.error(place, Mistakes.quote(name) + " is no name", "use up to 32 letters, digits, '-' and '_'");
            return false;
        }
        if (Set.of("nobody", "everybody", "nothing", "ignore", "reject", "anonymous", "emergency", "trunk", "refused", "pin").contains(name)) {
            mistakes.error(place, "'" + name + "' is a word of the language", "choose another name");
            return false;
        }
        String before = meanings.putIfAbsent(name, meaning);
        if (before != null) {
            mistakes.error(place, "'" + name + "' is already the name of " + before + " (line " + places.get(name).line() + ")", "choose another name");
            return false;
        }
        places.put(name, place);
        return true;
    }

    void add(Interface one) {
        interfaces.put(one.name(), one);
        one.members().forEach(member -> owners.put(member, one.name()));
    }

    void addGroup(String name) {
        groups.add(name);
    }

    boolean isGroup(String name) {
        return groups.contains(name);
    }

    /// Interface or member.
    boolean isSource(String name) {
        return interfaces.containsKey(name) || owners.containsKey(name);
    }

    boolean mayBeCalled(String name) {
        return isSource(name) || isGroup(name);
    }

    boolean isTelephone(String member) {
        return owners.containsKey(member) && interfaces.get(owners.get(member)).telephones();
    }

    /// The interface that a member belongs to; null for other names.
    String interfaceOf(String member) {
        return owners.get(member);
    }

    /// The interface itself, or that of the member.
    Interface behind(String name) {
        return interfaces.get(owners.getOrDefault(name, name));
    }

    Collection<String> sources() {
        Set<String> all = new LinkedHashSet<>(interfaces.keySet());
        all.addAll(owners.keySet());
        return all;
    }

    Collection<String> callable() {
        Set<String> all = new LinkedHashSet<>(sources());
        all.addAll(groups);
        return all;
    }
}
