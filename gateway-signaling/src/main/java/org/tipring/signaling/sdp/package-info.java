/// What two ends agree to send each other (RFC 8866, RFC 3264). Pure.
package org.tipring.signaling.sdp;
