package org.tipring.signaling.sip;

import java.util.List;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.message.Request;
import org.tipring.signaling.call.LegId;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.registrar.Binding;
import org.tipring.signaling.sip.SipEndpoint.Target;
import org.tipring.signaling.sip.SipEvent.CallingParty;

/// Begins calls: finds where a target is, and writes the INVITE as that side wants it.
final class Calls {

    private final SipContext context;
    private final Doorkeeper door;
    private final List<TrunkPeer> trunks;

    Calls(SipContext context, Doorkeeper door, List<TrunkPeer> trunks) {
        this.context = context;
        this.door = door;
        this.trunks = trunks;
    }

    boolean reachable(Target target) {
        return switch (target) {
            case Target.Extension(String user) -> !door.bindings(user).isEmpty();
            case Target.Trunk(String name, String number) -> trunk(name) != null && trunk(name).isUp();
        };
    }

    String mediaAddress(Target target) {
        Peer peer = switch (target) {
            case Target.Extension(String user) -> door.bindings(user).stream().findFirst().map(Calls::peer).orElse(null);
            case Target.Trunk(String name, String number) -> trunk(name) == null ? null : trunk(name).peer();
        };
        return peer == null ? context.settings().bindAddress() : context.facing(peer);
    }

    void invite(LegId id, Target target, CallingParty from, String offer, int ring) {
        switch (target) {
            case Target.Extension(String user) -> inviteExtension(id, user, from, offer, ring);
            case Target.Trunk(String name, String number) -> inviteTrunk(id, trunk(name), number, from, offer);
        }
    }

    private void inviteExtension(LegId id, String user, CallingParty from, String offer, int ring) {
        List<Binding> bindings = door.bindings(user);
        if (bindings.isEmpty()) {
            context.emit(new SipEvent.Released(id, ReleaseCause.NOT_REGISTERED, 0, user + " is not registered"));
            return;
        }
        OutboundLeg leg = new OutboundLeg(id, context, peer(bindings.getFirst()), true, "tipring");
        leg.ofTelephone(user);
        for (Binding binding : bindings) {
            leg.add(peer(binding), (branch, cseq) -> toContact(branch, cseq, binding, from, offer, ring), OutboundLeg.Challenged.NEVER);
        }
        begin(leg, offer);
    }

    private void inviteTrunk(LegId id, TrunkPeer trunk, String number, CallingParty from, String offer) {
        Peer peer = trunk == null ? null : trunk.peer();
        if (peer == null) {
            context.emit(new SipEvent.Released(id, ReleaseCause.TEMPORARY_FAILURE, 0,
                trunk == null ? "no such trunk" : "trunk " + trunk.name() + ": " + trunk.settings().host() + " has no address"));
            return;
        }
        OutboundLeg leg = new OutboundLeg(id, context, peer, false, trunk.settings().user());
        leg.silentAfter(trunk.settings().silentAfter(), trunk::callMetSilence);
        leg.add(peer, (branch, cseq) -> toTrunk(branch, cseq, trunk, number, from, offer), trunk::answer);
        begin(leg, offer);
    }

    private void begin(OutboundLeg leg, String offer) {
        leg.described(offer);
        context.legs().put(leg.id(), leg);
        leg.post(leg::start);
    }

    private Request toContact(OutboundLeg.Branch branch, long cseq, Binding binding, CallingParty caller, String offer, int ring)
        throws Exception {
        String realm = context.settings().realm();
        Messages messages = context.messages();
        Address from = caller.withheld() ? anonymous()
            : messages.address(caller.displayName(), messages.sipUri(caller.number().isEmpty() ? "unknown" : caller.number(), realm, 0));
        Request invite = invite(branch, cseq, messages.uri(binding.contact()), from, binding.user(), realm, "tipring", offer);
        identify(invite, caller, caller.number(), realm);
        Diversions.write(invite, caller, binding.user(), realm, messages);
        if (ring > 0) {
            // No telephone fetches a ring from itself, so the address is harmless; Yealink and others know the name in it, Snom, Gigaset
            // and Grandstream compare `info` with what is set on them.
            invite.setHeader(messages.header("Alert-Info", "<http://127.0.0.1/Bellcore-dr" + ring + ">;info=ring" + ring));
        }
        return invite;
    }

    private Request toTrunk(OutboundLeg.Branch branch, long cseq, TrunkPeer trunk, String number, CallingParty caller, String offer)
        throws Exception {
        SipSettings.Trunk settings = trunk.settings();
        Messages messages = context.messages();
        String shown = caller.number().isEmpty() ? settings.callerId() : caller.number();
        // With an account, From names the account, as most providers demand; who calls is in P-Asserted-Identity.
        String fromUser = settings.credentials() != null ? settings.user() : shown;
        Address from = caller.withheld() && settings.credentials() == null ? anonymous()
            : messages.address(caller.withheld() ? "Anonymous" : caller.displayName(), messages.sipUri(fromUser, settings.domain(), 0));
        SipURI target = messages.sipUri(number, settings.domain(), settings.port());
        Request invite = invite(branch, cseq, target, from, number, settings.domain(), settings.user(), offer);
        identify(invite, caller, shown, settings.domain());
        Diversions.write(invite, caller, number, settings.domain(), messages);
        return invite;
    }

    /// P-Asserted-Identity, and the wish not to show it (RFC 3325 section 9).
    private void identify(Request invite, CallingParty caller, String number, String domain) throws Exception {
        Messages messages = context.messages();
        if (!number.isEmpty()) {
            invite.setHeader(messages.header("P-Asserted-Identity",
                messages.address(caller.displayName(), messages.sipUri(number, domain, 0)).toString()));
        }
        if (caller.withheld()) {
            invite.setHeader(messages.header("Privacy", "id"));
        }
    }

    private Request invite(OutboundLeg.Branch branch, long cseq, URI target, Address from, String toUser, String toHost, String contactUser,
                           String offer) throws Exception {
        Messages messages = context.messages();
        Peer to = branch.to();
        Address called = messages.address("", messages.sipUri(toUser, toHost, 0));
        Request invite = messages.request("INVITE", target, messages.callId(branch.callId()), cseq, messages.from(from, branch.tag()),
            messages.to(called), context.via(to));
        invite.setHeader(messages.contact(contactUser, context.facing(to), context.port(to), to));
        messages.list(invite, "Allow", Messages.ALLOW);
        invite.setHeader(messages.header("Supported", "replaces"));
        messages.setSdp(invite, offer);
        return invite;
    }

    private Address anonymous() throws Exception {
        return context.messages().address("Anonymous", context.messages().sipUri("anonymous", "anonymous.invalid", 0));
    }

    private TrunkPeer trunk(String name) {
        return trunks.stream().filter(trunk -> trunk.name().equals(name)).findFirst().orElse(null);
    }

    static Peer peer(Binding binding) {
        return new Peer(binding.address(), binding.port(), binding.transport());
    }
}
