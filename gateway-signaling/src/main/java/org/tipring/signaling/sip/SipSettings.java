package org.tipring.signaling.sip;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.tipring.signaling.registrar.Credentials;

/// What [JainSipEndpoint] wants to know.
///
/// @param bindAddress a literal address to listen on; `0.0.0.0` for all
/// @param udpPort 0 for any free one; @param tcpPort the same, -1 for no TCP
/// @param realm digest realm; also the domain of our own addresses in From
/// @param advertisedAddress what goes into Via, Contact and SDP; empty means the address of the interface that faces the peer
/// @param extensions the telephones that may register and call, by user name
/// @param trunks providers, or for a telephone its gateway
public record SipSettings(String bindAddress, int udpPort, int tcpPort, String realm, String advertisedAddress, String userAgent,
                          Map<String, Credentials> extensions, List<Trunk> trunks, Limits limits) {

    public SipSettings {
        extensions = Map.copyOf(extensions);
        trunks = List.copyOf(trunks);
    }

    /// A provider.
    ///
    /// @param name its section in the configuration
    /// @param host and `port` where REGISTER and INVITE go; a name is looked up at start and then every 60 s
    /// @param transport `udp` or `tcp`
    /// @param domain host part of From, To and Request-URI; empty means `host`
    /// @param credentials null when it wants none; an empty realm in them answers whichever realm the host names
    /// @param register whether we register there
    /// @param addresses literal addresses its calls may come from; when empty, those that `host` has
    /// @param callerId the number our calls carry when the caller's own is withheld or unknown; empty for none
    /// @param verdicts what is put before the name of a caller whose number it has checked
    /// @param silentAfter how long it may say nothing at all to an INVITE; then the call goes elsewhere; and to an OPTIONS
    /// @param asking how often it is asked whether it is there
    /// @param mailboxes accounts whose messages it tells of only who subscribes (RFC 3842)
    public record Trunk(String name, String host, int port, String transport, String domain, Credentials credentials, boolean register,
                        Duration expires, List<String> addresses, String callerId, Verdicts verdicts, Duration silentAfter, Asking asking,
                        List<String> mailboxes) {

        /// Time for a lost INVITE to be repeated three times (T1 = 500 ms: after 0.5, 1.5 and 3.5 s).
        public static final Duration SILENT_AFTER = Duration.ofSeconds(5);

        public Trunk(String name, String host, int port, String transport, String domain, Credentials credentials, boolean register,
                     Duration expires, List<String> addresses, String callerId) {
            this(name, host, port, transport, domain, credentials, register, expires, addresses, callerId, Verdicts.UNSAID, SILENT_AFTER);
        }

        /// One that is not asked.
        public Trunk(String name, String host, int port, String transport, String domain, Credentials credentials, boolean register,
                     Duration expires, List<String> addresses, String callerId, Verdicts verdicts, Duration silentAfter) {
            this(name, host, port, transport, domain, credentials, register, expires, addresses, callerId, verdicts, silentAfter, Asking.NEVER, List.of());
        }

        public Trunk {
            addresses = List.copyOf(addresses);
            mailboxes = List.copyOf(mailboxes);
            domain = domain.isEmpty() ? host : domain;
        }

        /// The user part of our address there: the user name of the credentials, or the caller id.
        String user() {
            return credentials != null ? credentials.user() : callerId;
        }
    }

    /// Whether a provider is there (OPTIONS, RFC 3261 section 11).
    ///
    /// @param every zero: it is not asked
    /// @param mustAnswer false: one that has never answered is not judged by its silence
    public record Asking(Duration every, boolean mustAnswer) {

        public static final Asking NEVER = new Asking(Duration.ZERO, false);
    }

    /// What is put before a caller's name, by what a provider says of the number (`verstat`, 3GPP TS 24.229 section 7.2A.20: the outcome of
    /// STIR, RFC 8224); empty: nothing.
    ///
    /// @param passed the number is the caller's; @param failed it is not; @param unsigned nobody vouches for it
    public record Verdicts(String passed, String failed, String unsigned) {

        public static final Verdicts UNSAID = new Verdicts("", "", "");
    }

    /// @param maxMessageBytes longer ones are dropped
    /// @param maxServerTransactions requests being answered at once
    /// @param watchdogInterval how often we ask ourselves with an OPTIONS; zero for never
    public record Limits(int maxMessageBytes, int maxServerTransactions, Duration watchdogInterval) {

        public static final Limits DEFAULT = new Limits(16_384, 5_000, Duration.ofSeconds(10));
    }

    /// An endpoint that is a telephone: it registers with `gateway` and calls through it.
    public static SipSettings telephone(String bindAddress, String gatewayHost, int gatewayPort, String transport, String realm,
                                        String user, String password) {
        Trunk gateway = new Trunk("gateway", gatewayHost, gatewayPort, transport, "", Credentials.ofPassword(user, realm, password), true,
            Duration.ofSeconds(300), List.of(), user);
        return new SipSettings(bindAddress, 0, transport.equals("tcp") ? 0 : -1, realm, "", "Tipring telephone", Map.of(),
            List.of(gateway), new Limits(16_384, 1_000, Duration.ZERO));
    }
}
