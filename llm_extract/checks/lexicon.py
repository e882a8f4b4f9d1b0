"""Words of English news prose that tell persons, bodies and places apart; all lower case.

Closed classes of the language of politics, not names: no person, paper or city is listed
here except the surnames that tell in which order an East Asian name stands.
"""

from __future__ import annotations

ROLE_HEADS = frozenset(
    """
    adviser advisor aide ambassador archduke assistant attache attaché bishop counselor
    counsellor administrator admiral archbishop attorney-general ayatollah boss brigadier
    cardinal catholicos chair chairman chairperson chairwoman chancellor chief chieftain
    co-chair colleague colonel commander commissioner congressman congresswoman consul
    coordinator councillor councilor counterpart czar dean delegate deputy dictator diplomat
    diplomats director emir emperor empress envoy envoys executive fm general governor head imam
    judge king lawmaker lawmakers leader leaders legislator lieutenant major marshal mayor
    mediator member mep minister ministers monarch mp mps mufti negotiator nuncio negotiators
    official officials ombudsman parliamentarian patriarch pm politician pontiff pope premier
    premiers president president-elect presidents prime-minister prince princess prosecutor
    queen rabbi rapporteur regent representative representatives ruler secretaries secretary
    secretary-general senator senators sheikh speaker spokesman spokesmen spokesperson
    spokespeople spokeswoman statesman sultan supremo taoiseach tsar tánaiste undersecretary
    under-secretary vice-chairman vice-foreign vice-minister vice-premier vice-president whip
    """.split()
)
"""Nouns that a title or an office ends with."""

RANKS = frozenset(
    """
    admiral archduke ayatollah bishop brigadier cardinal colonel emir emperor empress general
    imam king lieutenant major marshal prince princess queen rabbi senator sheikh sultan mp mps
    mep
    """.split()
)
"""Titles that somebody bears beside an office."""

HONORIFICS = frozenset(
    "mr mrs ms miss dr sir lord lady dame madam madame his her majesty highness excellency "
    "holiness honorable honourable hrh prof crown royal haji maulana ratu sayyid sayed datuk dato "
    "datin seri tun".split()
)

ABBREVIATIONS = frozenset(
    "adm amb brig capt col dep dra eng fr gen gov hon ing lt maj messrs min msgr pres rep reps rev "
    "sec sen sens sgt".split()
)
"""Titles cut short, with a full stop or before a full name: "Gen. Kos", "Gen Jan Kos"."""

OUTSIDERS = frozenset(
    """
    academic academics activist analyst analysts author commentator correspondent critic
    economist editor expert experts fellow historian journalist lecturer observer observers
    pollster professor reporter reporters researcher researchers scholar scholars scientist
    specialist strategist
    """.split()
)
"""Who speaks in the news without acting for a state."""

OFFICE_WORDS = frozenset(
    """
    acting affairs agriculture army arms attorney chief-of-staff cabinet climate commerce
    communications counsel culture defence defense democratic deputy development digital
    domestic economic economy education emirati energy environment european executive external
    federal finance first foreign former health high home homeland human incoming industry
    information infrastructure intelligence interior internal international investment joint
    justice labor labour legal management maritime military monetary national nuclear nominee
    occupation of opposition outgoing parliamentary permanent planning police policy political
    power prime principal private public reconstruction regional religious republican resources
    rights science second security senior shadow social special staff state strategic strategy
    supreme technology third top tourism trade transport treasury unification union vice war
    water women
    """.split()
)
"""Words inside titles and names of bodies; never a person's name by themselves."""

BODY_HEADS = frozenset(
    """
    academy administration agency alliance army assembly association authorities authority bank
    board bloc bureau cabinet campaign center centre chamber clinic coalition college command
    commission committee community conference confederation congress consulate corps corporation
    council court daily delegation department embassy federation firm forces forum foundation
    front fund gazette government group herald house institute institution journal kremlin
    league media ministry mission movement navy network news newspaper office organisation
    organization parliament parliamentarians partnership party pentagon police post presidency
    press republic review school secretariat senate service side society summit tribune treasury
    tribunal union university times tv radio television vatican watchdog weekly
    """.split()
)
"""Nouns that the name of a body, a paper or an event ends with."""

PLACE_HEADS = frozenset(
    """
    airport avenue base bay beach border bridge building camp canal cape castle channel city
    coast complex county desert district dmz east estate fort garden gardens gulf hall harbor
    harbour highlands hill hills hotel hotels island islands isle lake los las mount mountain
    mountains new north northeast northern northwest ocean palace park peninsula plain port
    prefecture province region resort ridge river road saint san santa sao sea shore south
    southeast southern southwest square st strait straits street temple terminal tower town
    united valley village villa west western eastern zone
    """.split()
)
"""Words in names of places."""

CALENDAR = frozenset(
    """
    january february march april may june july august september october november december jan
    feb mar apr jun jul aug sept sep oct nov dec monday tuesday wednesday thursday friday
    saturday sunday mon tue tues wed thu thurs fri sat sun christmas easter ramadan
    """.split()
)

SMALL_WORDS = frozenset(
    """
    a about above according across after again against all alongside also although amid among an
    and another any are around as asked at away back be because before behind being below beside
    besides between beyond both but by called can citing could despite did do does down during
    each earlier either even every except few following for from further had has have he her
    here hers him his how however i if in indeed inside instead into is it its itself just last
    late later least less like many may me meanwhile might more moreover most much must my near
    neither never next no nor not now of off on once one only onto or other others our out over
    own per perhaps rather readout reportedly said same see she should since so some soon still
    such than that the their them then there therefore these they this those though through
    throughout thus to today together tomorrow tonight too toward towards two three four five
    under unlike until up upon us very was we well were what when where whether which while who
    whom whose why will with within without would yes yesterday yet you your experts analysts
    photo caption copyright reuters published updated read watch video image images getty
    related article advertisement share print home world
    """.split()
)
"""Words that stand with a capital at the head of a sentence without being a name."""

PARTICLES = frozenset(
    "abu al ben bin da das de del della den der di do dos du e el ibn la le ter ul van von y "
    "zu".split()
)
"""Lower-case words inside a name."""

EAST_ASIAN_SURNAMES = frozenset(
    """
    ahn an bae baek bai ban bang bo byun cai cao cha chang chen cheng cheon cho choe choi chon
    chong chu chun chung cui dai deng ding dong du duan fan fang feng fu gan gao ge gong gu guo
    gwon ha hahn ham han hao he heo ho hong hou hu hua huang huh hwang im jang jeon jeong ji jia
    jiang jin jo joo joon ju jun jung kang ki kim ko kong ku kwak kwon kye lai lan lee lei li
    liang liao lim lin ling liu long lou lu luo lyu ma mao meng min mo moon mun na nam ngo
    nguyen ni nie no noh oh ouyang pan pang park peng pham phan pyo qi qian qiao qin qiu qu rao
    ren rhee ri rim roh ru ryang ryu seo seok seol seong shao shen sheng shi shim shin si sin so
    sohn son song su suh sun sung tae tan tang tao tian to tong tran tsai tu um vo vu wan wang
    wei wen won woo wu xi xia xiang xiao xie xin xing xiong xu xue yan yang yao ye yeo yeon yi
    yim yin yo yoo yoon you yu yuan yue yun zeng zhai zhan zhang zhao zheng zhi zhong zhou zhu
    zhuang zhuo zong zou
    """.split()
)
"""Common Chinese, Korean and Vietnamese surnames in the Latin alphabet, which stand first."""

SPEECH_VERBS = frozenset(
    """
    accused acknowledged added admitted advised affirmed agreed alleged announced answered
    appealed argued argues asked asks asserted assured backed blamed called calls cautioned
    claimed claims commended commented complained concluded condemned confirmed congratulated
    conveyed countered criticised criticized declared declined demanded demands denied denounced
    described disclosed echoed emphasised emphasising emphasized emphasizing encouraged endorsed
    expects explained expressed expresses flagged hailed highlighted hinted hoped indicated
    informed insisted insists invited joked lamented lauded maintained mentioned mocked noted
    notes objected offered ordered outlined pleaded pledged pointed praised predicted pressed
    proclaimed promised proposed protested quipped quoted raised reaffirmed recalled recognised
    recognized recommended refused reiterated rejected relayed remarked reminded renewed
    repeated replied reported requested responded retorted revealed saluted said saw saying says
    shared signaled signalled sought stated states stressed stresses suggested supported tells
    thanked thinks threatened told tweeted underlined underscored underscoring urged urges vowed
    vows voiced wants warned warns welcomed wished wrote
    """.split()
)
"""Verbs whose subject says or holds something."""
