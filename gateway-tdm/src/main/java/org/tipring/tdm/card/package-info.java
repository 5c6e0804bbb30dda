/// The line-card protocol (`gateway-tdm/line-card.md`): frames, the reliable session, and what a card and its host say to each other. Pure.
package org.tipring.tdm.card;
