"""The characters of East Asia: how frequent each is in Chinese, Japanese and Korean news, and what it costs.

A text that was read with another encoding of East Asia than its own is made of characters that hardly anybody writes.
"""

from __future__ import annotations

import math
from functools import cache

#: Frequent characters of each language, the most frequent first; of Japanese, those that are no kana.
FREQUENT = {
    "zh": """
    的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事
    成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此
    已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代
    内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安
    少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光
    放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔极示
    增改研究议消组织流城选举党委席际济企投价策警调查闻周晚批准票筑河屏障冬季堤坝港局镇村居洪损失元亿百千半早昨星春夏秋每
    首负责预算项划环境护健康医病毒疫苗校育
    """,
    "zh-hant": """
    的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事
    成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此
    已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代
    內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安
    少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光
    放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運筆極示
    增改研究議消組織流城選舉黨委席際濟企投價策警調查聞周晚批准票築河屏障冬季堤壩港局鎮村居洪損失元億百千半早昨星春夏秋每
    首負責預算項劃環境護健康醫病毒疫苗校育
    """,
    "ja": """
    日一国会人年大十二本中長出三時同政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場金員九入選立
    開手米力学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法不来作性的要用制治度務強気小七成
    期公野協取都和統以機平総加山思家話世受区領多県続進正安設保改数記院女初北午指権心界支第産結百派点教報済書府活原先共得
    解名交資予川向際査勝面委告軍文反元重近千考判認画海参売利組知案道信策集在件団別物側任引使求所次水半品昨論計死官増係感
    特情投示変打男基私各始島直両朝革価式確村提運終挙果西勢減台広容必応演電歳住争談能無再位置企真流格有疑口過局少放税検藤
    町常校料沢裁状工建語球営空職証土与急止送援供可役構木割聞身費付施切由説転食比難防補車優夫研収断井何南石足違消境神番規
    術護展態導備宅害配副算視条幹独警宮究育席輸訪楽起万着乗店述残想線率病農州武声質念待試族象銀域助労例衛然早張映限親額監
    環験追審商葉義伝働形景落好退準賀失夜港湾河堤潮波津被災避火曜冬春秋夏
    """,
    "ko": """
    다이의에는하을한로가은지고대기년서를시으일사어그인리도국있아전나되정었해부적여자제스주수월위구것들중게라성동상장된였
    과만역경후했공용세등문선개작계보러때교마명발미유치우조신오원영비며진현소모학화드음내연프면통민본방당않간터반생운관차
    회거재분군데와르히행요속남결트할식바체받단각니표또임없래두타았력태독설무물종산실안른최함려말강록따많크특같직쪽활양름
    초포출번형람불향점던건업약버노알격북야예왕외난매능루승목달처입립카더호근법린토준져합랑황심레배까투존열편란별쓰올곳파
    메평령쟁온못품디금뒤날울참권든언및새항련께변판째질류철저키집추죽졌팀규접악베견족범총코쳐럽높술급광량런살글확필피났네
    머청막책애친돌림송끝
    """,
}  # fmt: skip
_HIRAGANA = """
のにはをたがでてとしれさいるなもあっからりこうよきまくすけつわどえせんみおそちばめだろやほへぶびげごじぎぐずひふむゆねべ
ぼぬざぞぜぽぱぴぷぺょゃゅ
"""
#: The share of all characters that the frequent ones make up, from the first to the last, falls as Zipf's law has it.
_SHARE, _OFFSET = 0.12, 3
#: A character outside the list that schools still teach, and any other.
_TAUGHT, _RARE = 9.0, 12.5
_KATAKANA, _HALFWIDTH, _FOREIGN_KANA, _FOREIGN_HANGUL = 5.0, 12.0, 11.0, 12.5
_MARKS = frozenset("、。，．・：；？！ー「」『』（）〔〕【】〈〉《》〜～…‥—“”‘’")
_MARK, _ODD_MARK, _WIDE = 3.5, 9.5, 6.0
#: The encodings whose first part is what schools teach, and the lead bytes of that part.
_SCHOOL = {"zh": ("gb2312", 0xB0, 0xD7), "zh-hant": ("big5", 0xA4, 0xC6), "ja": ("euc_jp", 0xB0, 0xCF)}


@cache
def _ranks(language: str) -> dict[str, int]:
    return {character: rank for rank, character in enumerate("".join(FREQUENT[language].split()))}


@cache
def character_cost(language: str, character: str) -> float:
    """What one character of East Asia costs in a language, in nats.

    Args:
        language: a key of ``FREQUENT``.
        character: from U+3000 on; a fullwidth form too.
    """
    rank = _ranks(language).get(character)
    if rank is not None:
        return -math.log(_SHARE / (rank + _OFFSET)) - (0.7 if language == "ja" else 0)
    if character in _MARKS:
        return _MARK
    if "\u3041" <= character <= "\u30ff":
        return _kana_cost(language, character)
    if "\uff61" <= character <= "\uff9f":
        return _HALFWIDTH
    if "\uff01" <= character <= "\uff5e":
        return _WIDE
    if "\u3000" <= character < "\u3041" or character >= "\uff00":
        return _WIDE if character == "\u3000" else _ODD_MARK
    if "\uac00" <= character <= "\ud7a3":
        taught = _is_encodable(character, "euc_kr")
        return (_TAUGHT if taught else _RARE) if language == "ko" else _FOREIGN_HANGUL
    return _TAUGHT if _is_taught(language, character) else _RARE


def _kana_cost(language: str, character: str) -> float:
    if language != "ja":
        return _FOREIGN_KANA
    place = _HIRAGANA.find(character)
    return 2.2 + 0.06 * place if place >= 0 else _KATAKANA


def _is_taught(language: str, character: str) -> bool:
    if language not in _SCHOOL:
        return False
    encoding, first, last = _SCHOOL[language]
    data = character.encode(encoding, errors="ignore")
    return len(data) == 2 and first <= data[0] <= last


def _is_encodable(character: str, encoding: str) -> bool:
    return bool(character.encode(encoding, errors="ignore"))


@cache
def is_common(character: str) -> bool:
    """Whether a character of East Asia is one that people write: taught in one of the languages, kana, a mark."""
    if "\u4e00" <= character <= "\u9fff":
        return any(_is_taught(language, character) for language in _SCHOOL)
    if "\uac00" <= character <= "\ud7a3":
        return _is_encodable(character, "euc_kr")
    return "\u3000" <= character <= "\u30ff" or "\uff01" <= character <= "\uff65"
