"""The words by which English says how surely something holds, each with what it adds to certainty.

A plain statement has 0, "may" has -1, "certainly" 1. The longest phrase that fits is taken, so that "no doubt" is not
"doubt", and "admitted to hospital" no admission.
"""

from __future__ import annotations

#: What a line's phrases add, then the phrases, separated by commas. An ending ``*`` stands for any letters.
CERTAINTY_WORDS = """
-1 may, might, could, maybe, perhaps, possibly, conceivably, potentially, arguably, hypothetically, thinkable
-1 possible, possibility, possibilities, a chance, chances are, conceivable, in theory, theoretically
-1 allegedly, alleged, allege, alleges, reportedly, supposedly, purportedly, purported, ostensibly, apparently, apparent
-1 seemingly, seem, seems, seemed, appear to, appears to, appeared to, appears, appeared, it would appear, looks like
-1 looked like, look as if, looks as if, looked as if, looks as though, looked as though, looked set to, looks set to
-1 it looks, it looked, so it seems, by the look of, by the looks of, on the face of it, at first sight
-1 unconfirmed, unverified, unproven, not confirmed, not been confirmed, not verified, not been verified, not proved
-1 not proven, not been proved, not be confirmed, not be verified, not been able to confirm, not been able to verify
-1 could not confirm, could not verify, cannot confirm, cannot verify, unable to confirm, unable to verify, hearsay
-1 rumour*, rumor*, speculat*, suspect, suspects, suspected, suspicion, suspicions, guess, guesses, guessed, conjecture
-1 unclear, not clear, not yet clear, uncertain, uncertainty, not certain, not sure, unsure, not known, unknown
-1 nobody knows, no one knows, unknown to, not yet known, open question, remains to be seen, in doubt, doubtful, doubts
-1 doubted, questionable, unlikely to have
-1 not ruled out, not rule out, cannot be ruled out, cannot be excluded, not be excluded, not excluded
-1 as far as, so far as, to the best of, to my knowledge, to our knowledge, to their knowledge, if true, if confirmed
-1 with luck, with any luck, with a bit of luck, hopefully, god willing, if all goes well, all being well, if correct
-1 hint, hints, hinted, hinting, suggest, suggests, suggested, suggesting, suggestion, suggestions, indication*
-1 understood to, to all appearances, it is said, they say, people say, some say, word has it, so the story goes
-1 own account, one account, not impossible, it is whispered, or so he says, or so she says, or so they say
-0.8 likely, unlikely, probably, in all likelihood, in all probability, presumably, probable, improbable, probability
-0.8 likelihood, odds are, doubtless, all the signs, signs are, sign of, signs of, signs that
-0.8 believe, believes, believed, think, thinks, thought to, thought that, is thought, are thought, was thought
-0.8 were thought, assume, assumes, assumed, assumption, presume, presumes, presumed, suppose, supposes, supposed
-0.8 reckon, reckons, reckoned, felt that, feels that, imagine, imagines, fear that, fears that, feared, fear it
-0.8 hope, hopes, hoped, hoping, indicate, indicates, indicated, indicating, tentative*, provisional*, preliminary
-0.8 estimate, estimates, estimated, claim that, claims that, claimed that, claimed, claims to, claim to, said to be
-0.8 said to have, rumoured to, in my view, in our view, in his view, in her view, in their view, in my opinion
-0.8 in our opinion, in his opinion, in her opinion, in their opinion, i would say, to my mind, for all we know
-0.8 for all anyone knows, for all i know, from what we know, as things stand, something like, more or less
-0.6 expect, expects, expected, expecting, anticipate, anticipates, anticipated, predict, predicts, predicted, forecast
-0.6 forecasts, considers, considering, is weighing, are weighing, plan to, plans to, planned to, planning to, planned
-0.6 intend*, intention, aim to, aims to, aimed to, aiming to, want to, wants to, wanted to, would like, wish to
-0.6 wishes to, seek to, seeks to, sought to, propose to, proposes to, proposed to, is due to, are due to, was due to
-0.6 were due to, is set to, are set to, was set to, were set to, scheduled to, scheduled for, in principle
-0.5 should, ought to, ought, if, unless, provided that, provided, depending on, depends on, subject to, whether
-0.5 pending, assuming, in the event, as long as, so long as, on condition, would have to, mostly, mainly, largely
-0.5 partly, in part, to some extent, to some degree, to a degree, in places, in some cases, not always, if anything
-0.5 not necessarily, not entirely, not fully, not wholly, not completely, not quite, almost, nearly, practically
-0.5 virtually, all but, hardly, barely, scarcely, broadly, roughly, generally, usually, for now, for the moment
-0.5 normally, typically, often, sometimes, occasionally, tend to, tends to, tended to, as much as, as many as, up to
-0.5 on the whole, by and large
-0.5 close to, on the verge of, on the brink of, or so, in the region of, thereabouts, an estimated, sort of
-0.5 kind of, for the time being
-0.3 would
0.5 must, have to, has to, had to, forced to, was forced, were forced, is forced, are forced, obliged to
0.5 compelled to, bound to, required to, insist, insists, insisted, necessarily, inevitably, inevitable
0.5 completely, entirely, wholly, totally, utterly, fully, altogether, categorical*, flatly, firmly, emphatically
0.5 in fact, indeed, of course, actually, really, truly, by no means, in no way, not in the least
0.7 show, shows, showed, shown, reveal*, find that, finds that, found that, been established, established that
0.7 admit, admits, admitted, concede, concedes, conceded, acknowledge*, plainly, evident*, obvious*, clearly, convinced
0.7 made clear, makes clear, it is clear, it was clear, determined that, concluded that, concludes that, demonstrably
1 confirm, confirms, confirmed, confirming, confirmation, prove, proves, proved, proven, proof, proving, verify
1 verifies, verified, guarantee*, certainly, certain, sure, surely, definitely, definite, undoubtedly, demonstrated that
1 unquestionably, indisputabl*, undeniabl*, incontrovertibl*, conclusive*, doubtlessly, beyond doubt
1 beyond question, without any doubt
1 beyond all doubt, beyond any doubt, beyond reasonable doubt, no doubt, without doubt, without a doubt, no question
1 without question, absolutely, assured, assure, assures, irrefutabl*, for sure, for certain, with certainty, certainty
1 nobody doubts, no one doubts, can be no doubt, no longer any doubt, not the slightest doubt, without fail
1 leaves no doubt, left no doubt, beyond dispute, ruled out, rules out, rule out, it is a fact, a fact that
1 demonstrates that, has demonstrated
0 admitted to, made sure, make sure, makes sure, making sure, ensure, a certain, certain of the, certain kinds, as if
0 than expected, as expected, than planned, as planned, than hoped, than feared, than thought, than was thought
0 what if, even if, rather than, would-be, in order, no wonder, last will, his will, her will, free will, at will, may_
"""
#: Words that are a noun behind one of ``DETERMINERS``, and then say nothing.
ALSO_NOUNS = frozenset("show shows will might must may hint guess sure".split())
DETERMINERS = frozenset("a an the his her its their our your my this that every another no new old".split())

#: Words that turn a word of certainty a few words behind them into one of doubt: "has not been proved".
NEGATIONS = frozenset("not no never nobody none neither nor cannot without hardly scarcely barely n't".split())
#: Words that make the number behind them approximate, and what that takes from certainty.
APPROXIMATE, ABOUT = frozenset("about around approximately some circa".split()), -0.3

#: Pairs of sets: a word of the second in the place of one of the first is weaker, the other way round stronger.
WEAKER = (
    (
        frozenset("all every everyone everybody everything always never none nobody nothing no entire whole".split()),
        frozenset("most many some several few part partly often usually sometimes rarely seldom mostly half".split()),
    ),
    (
        frozenset("order orders ordered demand demands demanded instruct instructed force forced require required must"
                  " requires forbade forbidden banned obliged compelled told".split()),
        frozenset("advise advises advised recommend recommends recommended urge urges urged encourage encouraged ask"
                  " asks asked request requested invite invited should ought".split()),
    ),
)  # fmt: skip
#: Words that say from whom something is; without any, it is the author's own.
ATTRIBUTIONS = frozenset(
    "said says saying say told tells adds added according reported reports stated states announced announces wrote"
    " writes explained explains claimed claims argued argues replied confirmed confirms insists insisted".split()
)
