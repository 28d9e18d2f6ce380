"""The English words and phrases that tell what a sentence does: general knowledge, taken from no data set.

Each kind of word is a feature. A phrase is written with ``_`` between its words. A word may be of several kinds.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: The kinds of words, by the name of their feature.
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "figure": """
            percent per_cent percentage million millions billion billions trillion dozen dozens hundred
            hundreds thousand thousands half third quarter quarters two three four five six seven eight nine
            ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety majority average median
            total doubled tripled halved fold two-thirds kilometres kilometers miles tonnes tons euros
            dollars pounds roubles rubles hectares
        """,
        "share": """
            percent per_cent percentage majority minority two-thirds half_of one_in out_of rate rates
            average median
        """,
        "month": """
            january february april june july august september october november december jan feb aug sept oct
            nov dec in_march last_march since_march on_march in_may last_may since_may monday tuesday
            wednesday thursday friday saturday sunday
        """,
        "relative date": """
            yesterday last_week last_month last_year last_night last_summer last_winter last_spring
            last_autumn last_fall last_monday last_tuesday last_wednesday last_thursday last_friday
            last_saturday last_sunday this_week this_month this_morning this_summer this_spring years_ago
            months_ago weeks_ago days_ago year_ago month_ago week_ago decades_ago ago earlier_this
            previous_year recently following_year year_later years_later months_later weeks_later days_later
            days_after weeks_after months_after the_1990s the_1980s the_1970s the_1960s decade_ago
            century_ago last_decade past_decade past_year since_then
        """,
        "saying": """
            said says told tells stated states reported reports announced announces declared declares
            confirmed confirms wrote writes testified replied explained noted notes added adds quoted
            revealed disclosed admitted acknowledged informed recalled remarked tweeted posted
        """,
        "source": """
            according_to a_spokesman a_spokeswoman a_spokesperson spokesman spokeswoman spokesperson
            press_release news_agency told_reporters told_journalists in_an_interview officials_said
            officials_say reportedly as_reported reported_that reported_by citing cited published_by sources
            minister_said
        """,
        "arguing": """
            argue argues argued claim claims claimed contend contends contended maintain maintains
            maintained insist insists insisted allege alleges alleged suggest suggests suggested warn warns
            warned predict predicts predicted fear fears feared assert asserts asserted accuse accuses
            accused dismiss dismisses dismissed critics_say some_say many_say experts_say analysts_say
            observers_say
        """,
        "study": """
            study studies survey surveys poll polls polled pollsters research researchers researcher
            findings census statistics data figures sample respondents surveyed index report reports
            analysis experiment trial trials measured found_that shows_that showed_that published academy
            journal university professor institute estimate estimates estimated scientists
        """,
        "document": """
            treaty agreement act article clause resolution ruling verdict court judgment judgement law bill
            constitution memo memorandum letter document documents record records transcript communique
            communiqué declaration charter manifesto statement text archive archives files emails email
            indictment warrant
        """,
        "example": """
            for_example for_instance such_as e.g. to_name one_example an_example another_example
            case_in_point as_in the_case_of consider_the take_the in_one_case namely illustrates including
        """,
        "event": """
            met signed launched elected killed arrested voted resigned died born attacked invaded bombed
            fired opened closed founded established joined withdrew suspended agreed appointed banned
            approved passed rejected sentenced convicted charged shot injured wounded deployed visited
            travelled traveled arrived held won lost seized annexed expelled summoned collapsed crashed
            landed struck destroyed released sued ordered sent adopted ratified vetoed introduced ended
            began started took gave went came became saw brought broke built bought sold paid spent rose
            fell grew dropped increased decreased declined ran left stood fought fled refused received
            invited hosted published issued raised cut lifted created moved returned followed served worked
            lived attended studied asked called spoke heard learned learnt discovered watched
        """,
        "obligation": """
            must should ought has_to have_to had_better needs_to need_to needed_to let_us let's lets_not
            it_is_time it's_time time_to time_for needs_a cannot_afford we_need they_need obliged
            imperative_that never_again deserve deserves have_a_duty responsibility_to duty_to no_choice_but
        """,
        "uncertain": """
            may might could perhaps probably possibly likely unlikely seem seems seemed appear appears
            appeared apparently presumably potentially arguably supposedly risk risks chance chances tend
            tends suggests suspect suspected plausible possible maybe
        """,
        "future": """
            will won't shall going_to is_set_to are_set_to is_expected_to are_expected_to is_bound_to
            is_likely_to forecast forecasts forecasted prediction predictions prospect prospects outlook
            soon eventually sooner in_the_future in_future years_to_come would wouldn't next_year
            next_decade inevitable inevitably it'll they'll he'll she'll we'll you'll ahead
        """,
        "booster": """
            clearly obviously certainly surely undoubtedly indeed definitely of_course no_doubt
            without_doubt plainly evidently undeniably unquestionably absolutely simply truly really
            actually in_fact in_truth the_truth_is the_fact_is naturally after_all precisely exactly
            the_reality_is doubtless
        """,
        "intensifier": """
            very so too extremely utterly completely totally deeply profoundly highly entirely incredibly
            remarkably particularly especially increasingly far_more far_too much_more all_too hardly
            scarcely merely mere sheer even more_than_ever ever quite rather fundamentally deliberately
            desperately
        """,
        "praise": """
            good great best better excellent admirable brilliant wonderful valuable vital essential crucial
            important necessary welcome wise sensible right rightly fair just brave courageous heroic honest
            noble decent remarkable impressive inspiring invaluable indispensable beautiful fine superb
            splendid magnificent laudable commendable worthy worthwhile praiseworthy hopeful promising
            refreshing encouraging healthy humane dignified dignity moral virtue virtues genius triumph
            success successful love lovely glorious extraordinary elegant perfect perfectly proud pride
            reasonable rational thoughtful clever smart
        """,
        "blame": """
            bad worse worst wrong wrongly terrible awful horrible dreadful appalling shameful disgraceful
            outrageous scandalous stupid foolish absurd ridiculous ludicrous silly nonsense nonsensical
            insane crazy mad madness dangerous reckless irresponsible careless naive cynical hypocritical
            hypocrisy cowardly shame disgrace failure failed fails fail disaster disastrous catastrophe
            catastrophic mistake blunder folly tragedy tragic pathetic pitiful miserable sad sadly
            unfortunately regrettably alas evil wicked cruel brutal brutality barbaric vile ugly unfair
            unjust injustice immoral unacceptable intolerable inexcusable indefensible unforgivable corrupt
            dishonest deceitful lies lie lying propaganda farce charade mockery scandal crude arrogant
            arrogance ignorant ignorance greedy greed selfish shameless ruthless callous hateful hatred
            bigoted bigotry racist fanatical fanatics extremist hysterical hysteria toxic poisonous rotten
            disgusting repulsive offensive insulting insult misguided flawed bogus phony fake sham dubious
            questionable troubling worrying disturbing alarming frightening horrific monstrous destructive
            harmful useless pointless futile meaningless hollow empty weak feeble lazy incompetent
            incompetence mediocre lame obscene perverse tyranny tyrannical oppressive draconian brainwashing
            brainwashed demonise demonize smear smears hypocrite hypocrites liar liars crazed deranged
            idiotic idiots idiot fools fool moronic vicious sinister insidious abysmal woeful shocking
            bizarre laughable preposterous
        """,
        "stance": """
            hope hopefully wish ironically irony regrettable lamentable admittedly frankly honestly
            thankfully fortunately luckily curiously strangely oddly interestingly importantly worse_still
            even_worse no_wonder little_wonder so_much_for enough_is_enough who_cares good_news bad_news
            it_is_wrong it_is_right makes_no_sense common_sense at_best at_worst so-called mainstream elite
            elites ideology ideological supposed pretend pretends pretending spectacle ritual obsession
            obsessed darling crusade brainless regime establishment agenda pet mantra dogma myth myths
            illusion delusion fantasy
        """,
        "thinking": """
            i_think i_believe i_feel i_suspect i_doubt i_hope i_fear i_would in_my_view in_my_opinion
            to_my_mind it_seems_to_me i_am_convinced i'm_convinced i_do_not_think i_don't_think
            i_don't_believe i_am_sure i'm_sure we_believe we_think i_find i_wonder i_cannot_help
            i_can't_help personally
        """,
        "I": "i me my mine myself i'm i've i'd",
        "he or she": "he she his her him hers himself herself mr mrs ms",
        "ability": "can able_to unable_to capable_of possible_to impossible",
        "we": "we us our ours ourselves we're we've",
        "you": "you your yours yourself you're you've",
        "cause": """
            because therefore thus hence consequently as_a_result due_to thanks_to leads_to led_to lead_to
            results_in resulted_in caused causes cause causing drives driven_by stems_from owing_to so_that
            in_order_to means_that meaning_that explains explain makes made_it forces forced allows enables
            encourages undermines threatens fuels fuelled fueled pushed push contributes contributed reason
            reasons responsible_for that_is_why that's_why which_is_why helps hurts prevents effect effects
            consequence consequences impact result_of since_the
        """,
        "contrast": """
            but however yet although though nevertheless nonetheless despite instead whereas rather_than
            on_the_contrary in_contrast by_contrast still even_if even_though on_the_other_hand not_only
            unlike while
        """,
        "comparison": """
            more less fewer greater larger bigger smaller higher lower most least stronger weaker easier
            harder likelier as_much_as as_well_as than better worse faster slower deeper wider closer
            further nothing_less
        """,
        "condition": "if unless without as_long_as provided_that otherwise whether in_case were_to only_if",
        "intention": """
            want wants wanted seek seeks sought aim aims aimed intend intends intended hopes hoped tries
            tried trying plan plans strategy strategic goal goals purpose meant_to designed_to bid attempt
            attempts motive motives interests interest interested pursue pursues pursuing determined willing
            unwilling ready reluctant ambition ambitions desire desires eager keen
        """,
        "be": "is are isn't aren't it's that's there's they're remains remain means mean represents constitutes",
        "negation": """
            not no never nothing nobody none neither nor cannot can't don't doesn't isn't aren't won't
            without
        """,
        "absolute": """
            always never every everyone everybody everything all nobody nothing only any anyone ever whole
            entire everywhere nowhere no_one
        """,
        "people in general": """
            people society government governments politicians those_who the_public the_world the_west
            the_media men women humans citizens voters americans europeans muslims young_people the_poor
            the_rich many_people most_people some_people leaders nations countries
        """,
        "demand": """
            urge urges urged call_on calls_for demand demands demanded recommend recommends please stop give
            make take do_not don't think_about imagine remember
        """,
        "present habit": "has have does do makes make takes give gives needs need requires require depends depend",
        "by-line": """
            is_the_author_of is_an_author is_a_writer is_a_columnist is_a_journalist teaches_at
            is_a_professor is_professor is_a_fellow is_a_senior is_a_lecturer is_a_researcher follow_him
            follow_her on_twitter is_the_editor is_an_editor views_expressed opinions_expressed
            the_author's_own contributed_to_this reporting_by editing_by written_by is_a_freelance
            is_a_reporter
        """,
        "navigation": """
            read_more click_here sign_up subscribe newsletter log_in related_stories related_articles
            watch_video watch_the_video share_this cookies advertisement skip_to all_rights_reserved
            terms_of_use privacy_policy see_also read_also comments_closed image_caption file_photo
            getty_images photo_by photograph_by image_by
        """,
        "about the text": """
            this_article this_essay this_column this_report_looks we_look_at we_asked_whether in_this_series
            this_piece this_week's_edition
        """,
    }
)
