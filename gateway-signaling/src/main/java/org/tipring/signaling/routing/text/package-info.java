/// What a configuration file says, before anybody knows what it means: sections, keys and values with the place each stands at,
/// and the mistakes found so far.
package org.tipring.signaling.routing.text;
