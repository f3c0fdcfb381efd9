"""The thesaurus of the trade: how it is written, what it finds in what people say, and what it must not find."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from config.concepts import LONGEST, SHIPPED, SHORTEST, Concept, Concepts, load, plain
from config.yaml_lines import ConfigError

FOUND = [
    ("李总一看报价单,倒吸一口凉气,说这个数吓人", "price_too_high"),
    ("老板娘不是不想要,就是有点肉疼", "price_too_high"),
    ("张经理说你们比隔壁那家贵出一截,人家才卖八万", "dearer_than_others"),
    ("他张口就问能不能再便宜点,抹个零头", "discount_wanted"),
    ("客户担心买回去以后还有别的费用冒出来", "hidden_fees"),
    ("机器是便宜,可耗材贵得很,养不起", "cost_of_ownership"),
    ("他问这台机器几年能回本", "return_doubt"),
    ("院里今年压根没留这块钱", "no_budget"),
    ("上面发了通知,下半年费用全停,谁也批不了", "budget_frozen"),
    ("他们批下来的钱差一截,打不住", "over_budget"),
    ("王校长让我等新财年,报进明年的计划再说", "next_year_budget"),
    ("年底前这笔钱花不完就要被收回去", "year_end_spending"),
    ("工厂的货款都压着呢,手头紧", "cash_tight"),
    ("今年行情差,店里一天到晚没几个人,哪有心思弄这个", "business_bad"),
    ("赵总说这阵子先缓一缓,过完年再聊", "not_now"),
    ("正赶上旺季,老板忙得脚不沾地", "off_season_busy"),
    ("他不想当小白鼠,要看别人先用", "wait_and_see"),
    ("老机器凑合用着呢,没坏干嘛换", "no_urgency"),
    ("客户问你们是哪冒出来的牌子,听都没听过", "never_heard"),
    ("总工觉得国产的跟德国货还差一口气", "domestic_doubt"),
    ("他怕我们公司过两年就关门大吉了,到时候找谁修", "supplier_may_vanish"),
    ("你们都会吹,口说无凭,拿证据来", "claims_doubted"),
    ("有没有同行在用,给我几家问问口碑", "reference_customer_wanted"),
    ("要我们安排他去用过的单位实地看看", "site_visit_wanted"),
    ("以前让一家公司坑惨了,心有余悸", "burned_before"),
    ("前年上过一套系统,最后烂尾了,现在还在吃灰", "tried_and_failed"),
    ("科长怕担责,出了事乌纱帽不保", "afraid_of_blame"),
    ("这东西皮实不皮实,别用两天就坏", "quality_doubt"),
    ("生产线上一趴窝,全厂都得停摆", "breakdown_fear"),
    ("等不了那么久,工期紧,火烧眉毛了", "delivery_too_long"),
    ("说好的月初到,现在还没影,天天催货", "late_delivery"),
    ("这款一货难求,仓库里断货了", "stock_shortage"),
    ("装起来要不要砸墙打洞,动静大不大", "installation_worry"),
    ("机器一开轰隆隆的,楼上都来投诉", "noise_worry"),
    ("新装的有股刺鼻的气味,熏人", "smell_worry"),
    ("车间就巴掌大,实在摆不下", "space_limited"),
    ("变压器带不动,一开就跳闸", "power_worry"),
    ("酒店一天都不能停业,你们怎么换", "downtime_for_change"),
    ("跟我们那套老系统接不上怎么办", "compatibility_worry"),
    ("客户资料放云上,万一被看光了呢", "data_safety"),
    ("怕以后只能用你家耗材,被你们套牢", "lock_in"),
    ("用惯了,换一套伤筋动骨的", "switching_cost"),
    ("买之前说得好,坏了打电话没人接", "after_sales_worry"),
    ("上次报修等了三天才来人", "response_slow"),
    ("你们在我们县里没有办事处,天高皇帝远", "no_local_service"),
    ("一个小零件等半个月,配件难买", "spare_parts"),
    ("刘总气炸了,要找你们领导讨个说法", "complaint"),
    ("货拉回去,把钱退给我", "refund"),
    ("跟现在那家十几年交情了,不好意思换", "loyal_to_incumbent"),
    ("供货的是老板小舅子", "relative_supplier"),
    ("先给我们当个备胎,分一点量也行", "second_source"),
    ("他们自己养了技术团队,说自己开发就行", "homemade_solution"),
    ("车间里老师傅不乐意用,底下怨声载道", "staff_resistance"),
    ("工人怕机器抢饭碗", "job_loss_fear"),
    ("阿姨们岁数大,学不会", "training_effort"),
    ("就两三个人,没人手弄这个", "no_manpower"),
    ("几个副总面和心不和,各打各的算盘", "internal_politics"),
    ("原来的处长调走了,新官上任要重新谈", "person_changed"),
    ("客户自己也没想好,让我们先出个方案看看", "need_unclear"),
    ("让我先回去,有需要再找我", "brush_off"),
    ("发了五条微信,石沉大海", "ghosted"),
    ("要三个月账期,货到再付", "payment_terms"),
    ("一听要先付定金就不干,怕付了钱不发货", "prepayment_dislike"),
    ("尾款拖了半年,对方躲着不给钱", "collect_payment"),
    ("能不能开专票,税点谁出", "invoice"),
    ("法务说这几条是霸王条款", "contract_terms"),
    ("起订量太大,我们要不了这么多", "minimum_order"),
    ("下个月评审组就来,急着迎检", "inspection_coming"),
    ("环保查得严,排放超标要停产", "environmental_rules"),
    ("这个要走公开招标,月底开标", "bidding"),
    ("我说了不算,得老板点头", "owner_decides"),
    ("金额大,要上党委会集体研究", "committee_decides"),
    ("分店没权限,东西都是集团统一采", "headquarters_decides"),
    ("前台小姑娘说不预约不让进", "gatekeeper"),
    ("管钱的那位死活不松口", "finance_head"),
    ("用的人是护士长,她说了句好用", "user_department"),
    ("设备科有个自己人,愿意帮我们说话", "coach_inside"),
    ("大哥说得回家问问老婆", "family_decides"),
    ("给陌生电话打过去,一接就挂,怎么办", "cold_call"),
    ("第一次见面冷场了,没话找话", "ice_breaking"),
    ("能不能先放一台试用,好用再买", "trial"),
    ("先搞一个车间试点,行了再铺开", "pilot"),
    ("报完价就不理我了", "silence_after_quote"),
    ("他又想买又怕,拿不定主意", "hesitating"),
    ("设备装完一个月了,验收单一直不给签", "acceptance"),
    ("系统买了半年,登录的人少,吃灰", "usage_low"),
    ("合同下个月到期,还续不续他没说", "renewal"),
    ("老客户愿意帮我介绍他朋友", "referral"),
    ("这家最近订货少了,听说开始用别人的", "churn_risk"),
    ("明天要见财务总监,该说点什么", "want_finance_words"),
    ("给我一段打电话的话术", "want_phone_script"),
    ("给我一份上门清单,别漏了", "want_checklist"),
    ("做个表跟竞品对比一下", "want_comparison_table"),
    ("陪练一下,你扮客户", "want_roleplay"),
    ("一退房就给差评,携程评分都掉了", "hotel_reviews"),
    ("出一点事家长群就炸了,怕家长闹", "school_parents"),
    ("科主任同意了,可药事会过不去", "hospital_entry"),
    ("病人排队排到走廊,天天吵", "patient_experience"),
    ("业主在群里骂,物业费收不上来", "property_owners"),
    ("这批布缸差太明显,客户退回来", "textile_colour"),
    ("危化品车间一泄漏就是大事", "chemical_safety"),
    ("猪场最怕猪瘟进来,全军覆没", "livestock_disease"),
    ("地里减产,一年白忙活", "farming_yield"),
    ("年卡会员办了卡就不来练", "fitness_members"),
    ("中午饭点上菜慢,客人催菜", "restaurant_turnover"),
    ("路上老丢件,客户要理赔", "logistics_damage"),
    ("女装退货率六成,运费险都赔不起", "ecommerce_returns"),
    ("街上没人,一天进店人少得可怜", "retail_traffic"),
    ("风控那边说数据不出行", "bank_compliance"),
    ("万一群众打12345,领导要被约谈", "government_risk"),
    ("甲方拖着工程款不结,我们还垫资", "construction_payment"),
    ("夜里老人摔倒了没人知道", "elderly_care_worry"),
    ("换了专线,号码要变吗", "telecom_contract"),
    ("大模型答非所问,就是个噱头", "ai_doubt"),
    ("葛总把报价单往桌上一放,说你们这价真敢开", "price_too_high"),
    ("一台破机器要这么多钱,花得冤不冤", "not_worth_it"),
    ("告诉他这个价只到月底,过了就没了", "promotion_deadline"),
    ("旧设备你们收不收,能不能抵点钱", "trade_in"),
    ("一年到底省多少钱,你得给我算清楚", "savings_proof"),
    ("今年上头要求过紧日子,处处抠", "budget_cut"),
    ("这笔费用到底走哪个科室的账", "who_pays"),
    ("每次问都说快了快了,拖了仨月", "decision_postponed"),
    ("感觉他就是拿我们报价去压别人的", "just_comparing"),
    ("他只信大牌子,说小厂不敢用", "big_brand_preferred"),
    ("听朋友讲你们这东西不好用", "bad_reputation"),
    ("隔壁厂子都装上了,就差我们", "peer_pressure"),
    ("传感器数据老飘,跟实际对不上", "accuracy_doubt"),
    ("半夜瞎叫唤,没事也报警", "false_alarm"),
    ("人一多系统就卡得转圈圈", "performance_low"),
    ("别家有的这个功能你们没有", "function_missing"),
    ("按钮太多,花里胡哨的,只要基础的就够", "too_many_functions"),
    ("型号对不上我们的尺寸", "specs_not_matching"),
    ("能不能给我们插个队,明天必须到", "urgent_order"),
    ("到货一看箱子烂了,还少了两个件", "delivery_damage"),
    ("隔壁上个系统拖了半年都没跑起来", "go_live_slow"),
    ("这玩意是不是电老虎,一个月多少电费", "energy_use_worry"),
    ("放在室外,冬天零下三十度会不会冻坏", "weather_worry"),
    ("山里没信号,断网了还能用不", "network_worry"),
    ("万一漏电伤了人怎么得了", "safety_worry"),
    ("几年的老数据怎么导过去", "data_migration"),
    ("硬盘一坏,数据全没了", "data_loss"),
    ("我们流程特殊,得按我们的要求改", "customisation"),
    ("刚买完你们就出新款", "outdated_soon"),
    ("以后开到二十家店,系统撑得住吗", "scalability_doubt"),
    ("才保一年啊,太短了吧", "warranty_period"),
    ("修一回好几千,换个件顶半台机器", "repair_charge"),
    ("刚修好两天又坏了,老毛病", "repeated_failure"),
    ("客户气得不轻,我该怎么上门赔不是", "apology"),
    ("停工的损失你们得赔给我", "compensation"),
    ("打客服电话,那边爱答不理的", "service_attitude"),
    ("对手在客户那里说我们坏话", "competitor_slander"),
    ("煮熟的鸭子飞了,签给别人了", "lost_to_competitor"),
    ("不想买,租一台用行不行", "rent_instead"),
    ("护士说又多一道手续,本来就忙死", "extra_work"),
    ("司机说装了这个像被人盯着", "being_monitored"),
    ("科室想要好的,采购非要便宜的", "user_buyer_conflict"),
    ("方案改了八遍,今天一个想法明天一个想法", "need_changes"),
    ("我们这小本买卖,用不着这么大的", "too_small_for_it"),
    ("先把资料发我邮箱看看", "send_material_first"),
    ("钱一下子拿不出,能分几期给吗", "instalments"),
    ("扣着百分之五的尾款不给", "retention_money"),
    ("他话里话外想要点好处费", "kickback_hint"),
    ("合同卡在法务那边快两周了", "contract_stuck"),
    ("想做我们县的独家,不许再放第二家", "exclusive_wanted"),
    ("能不能先铺货,卖完再结钱", "consignment"),
    ("货全压在仓库,怕砸手里", "stock_pressure"),
    ("招标要看生产许可证和3C认证", "certificates"),
    ("怕以后审计倒查,每一步都要留痕", "audit_pressure"),
    ("买这个有没有国家补贴", "government_policy"),
    ("跑了三趟都没摸清谁能拍板", "find_decision_maker"),
    ("总工很较真,专抠参数", "technical_person"),
    ("明天要见董事长,只给十分钟", "top_leader_talk"),
    ("有个副总处处刁难,向着对手", "opponent_inside"),
    ("还有两个合伙人没点头", "partners_decide"),
    ("约了三次都说没空见我", "appointment"),
    ("他最头疼的就是月底对账", "pain_point"),
    ("让我出一份方案,下周二交", "proposal"),
    ("嘴上说行,就是不落到纸上", "verbal_promise"),
    ("原来说十台,现在只要一半", "order_reduced"),
    ("领导换了,项目黄了", "deal_cancelled"),
    ("他们明年要开新店", "expansion"),
    ("两年没联系的老客户怎么捡回来", "win_back_lost"),
    ("展会上收了一堆名片,怎么跟", "exhibition"),
    ("县里的经销商怎么谈", "channel_partner"),
    ("太久没联系了,找个什么由头", "want_followup_reason"),
    ("电梯里碰到老总,一句话怎么说", "want_leader_pitch"),
    ("下午要去拜访,要准备哪些东西", "want_visit_kit"),
    ("有没有安装视频发我一个", "want_video"),
    ("想申请个特批价", "want_special_price"),
    ("被拒怕了,不敢拿起电话", "sales_low_morale"),
    ("这人油盐不进,太难缠", "difficult_customer"),
    ("全程不吭声,光点头", "silent_customer"),
    ("淡季一到空房一大片", "hotel_occupancy"),
    ("厨师一走味道就变了", "restaurant_kitchen"),
    ("万一小孩吃坏肚子就完了", "food_safety"),
    ("明年生源又少,怕招不满", "school_admission"),
    ("牙科诊所天天没几个病人", "clinic_patients"),
    ("写字楼空着一半租不出去", "office_park_tenants"),
    ("甲方天天催,工地要抢工", "construction_schedule"),
    ("老师傅退休了,没人接得上", "factory_skilled_workers"),
    ("印出来颜色跟样稿对不上", "packaging_printing"),
    ("注塑件老有飞边", "mould_injection"),
    ("屋顶光伏几年能回来本钱", "solar_storage"),
    ("主机厂每年要年降五个点", "automotive_supplier"),
    ("丰收了卖不上价,全烂地里", "farming_price_sale"),
    ("半夜缺氧,一塘鱼翻了肚皮", "aquaculture"),
    ("主播要坑位费,播一晚没几单", "live_commerce"),
    ("仓库找个货要半小时", "warehouse_efficiency"),
    ("客服电话高峰期根本接不过来", "call_centre"),
    ("界面难看,点好几下才找到", "software_ease"),
    ("车间招工招了一个月没人来", "recruitment_hr"),
    ("送领导的酒要有面子,别是假的", "wine_tea_gifts"),
    ("对门那家给的价比你们少两万,这怎么说", "dearer_than_others"),
    ("降了三次他还要再砍一刀", "endless_bargaining"),
    ("铜又涨了,得跟客户讲这个月起要调价", "price_rise"),
    ("我一次拿五十台,总得给点优惠吧", "volume_discount"),
    ("上回贪便宜买的杂牌,用俩月就散架", "cheap_is_risky"),
    ("今年的额度早用光了,一分不剩", "budget_used_up"),
    ("最近赶订单赶得昏天黑地,没工夫谈这个", "off_season_busy"),
    ("晚装一年等于白扔十几万", "cost_of_waiting"),
    ("卖的时候一套一套的,签完字人就没了", "salesman_distrusted"),
    ("光说省电没用,拿第三方的检测报告来", "proof_wanted"),
    ("我们这种小县城你们做过没有", "no_local_case"),
    ("真要漏水淹了楼下,到底算谁的", "ask_who_guarantees"),
    ("这种膜能撑几年,多久要换", "lifespan_doubt"),
    ("样品好好的,大货一到颜色全不一样", "batch_consistency"),
    ("你们一施工到处是灰,病人受不了", "dust_pollution"),
    ("别把我原来的管道腐蚀坏了", "damage_to_existing"),
    ("哪天不用了,数据能导走吗", "data_ownership"),
    ("改个报表还要按人天收钱", "custom_cost"),
    ("你们这流程写死了,一点都不灵活", "over_standard"),
    ("滤网三天两头得洗,谁有空伺候它", "maintenance_burden"),
    ("半年换了三个客服,每次都得从头讲", "service_person_changes"),
    ("小毛病能不能视频里教我们弄一下", "remote_support"),
    ("跟海康比,你们到底强在哪", "competitor_compare"),
    ("怎么让他把现在那家换掉用我们的", "win_back_competitor"),
    ("他们想整个包给别人做,省心", "outsource_instead"),
    ("公司正在合并,所有项目先停", "company_restructuring"),
    ("干了三十年都这么干,用不着改", "inertia"),
    ("我们真用不上,别白费劲了", "no_need"),
    ("我在开会,回头给你打", "too_busy_to_talk"),
    ("一签就绑三年,太久了,先签一年行不行", "contract_length"),
    ("逾期一天罚千分之五,谁敢签", "penalty_fear"),
    ("现在查得严,饭都不敢吃你一顿", "gift_compliance"),
    ("这么弄符不符合国家规定", "compliance"),
    ("消防验收过不去就开不了业", "fire_safety_rules"),
    ("超过十万就得三家比价走平台", "procurement_process"),
    ("能不能把我们的参数写进标书里", "bid_spec_shaping"),
    ("就差零点几分,没中上", "bid_lost"),
    ("报关清关谁负责,海运费怎么算", "trade_terms"),
    ("先签了保密协议才给图纸", "confidentiality"),
    ("每次来的都是跑腿的小伙子,说了不算", "stuck_at_low_level"),
    ("采购经理一上来就是比价压价", "purchasing_person"),
    ("夫妻俩开的厂,每分钱都是自己的", "founder_owner"),
    ("他们请了设计院的人来把关", "expert_adviser"),
    ("七八个部门都要签字,一个不同意就卡", "consensus_slow"),
    ("头一回上门,怎么介绍自己好", "first_visit"),
    ("第一次聊该问他什么问题才能挖出需求", "needs_questions"),
    ("周五要上去给领导班子讲方案", "presentation"),
    ("明天到现场演示,怕演砸", "demo"),
    ("样机放那两周了,包装都没拆", "trial_no_result"),
    ("谈了一下午僵住了,谁都不肯让步", "negotiation"),
    ("他开始追问付款方式和交期了", "buying_signal"),
    ("合同签完了,实施那边谁来接", "handover_to_service"),
    ("老客户想再添两台,怎么往高配引", "upsell"),
    ("用完了照上次的再来一批", "repeat_order"),
    ("能不能请他录段视频帮我们说两句", "testimonial"),
    ("过年前想去老客户那走动走动", "customer_care"),
    ("有没有类似的成功案例讲给他听", "want_case"),
    ("加了微信不回,发条什么消息好", "want_wechat_message"),
    ("发我一份最新的经销价格体系", "want_price_list"),
    ("我刚入职,先学点啥", "want_training_material"),
    ("销冠当初那个大单是怎么拿下来的", "want_sales_champion_way"),
    ("手上八十个客户,跟不过来", "time_management"),
    ("对方干了三十年,门儿清,一问就把我问倒", "expert_customer"),
    ("老爷子眼花,手机上的字看不清", "older_customer"),
    ("国企那边流程长,求稳", "state_owned_customer"),
    ("人工抄表太慢,天天加班", "raise_efficiency"),
    ("现在工资涨得凶,想少请两个人", "cut_labour_cost"),
    ("老板说心里没数,想手机上随时看", "see_everything"),
    ("局长年底要出亮点好汇报", "leader_achievement"),
    ("平台一单抽走两成,等于给它打工", "restaurant_delivery_platform"),
    ("半路车坏了,一车冻虾全化了", "cold_chain"),
    ("只有暑假能进场施工", "school_holiday_window"),
    ("医保天天喊控费,科里不敢开", "hospital_insurance_payment"),
    ("最怕病人之间交叉感染", "infection_control"),
    ("外墙老是渗漏返修", "construction_quality"),
    ("尺寸老超差,差几个丝", "machining_precision"),
    ("洗两次就褪色起球", "textile_colour"),
    ("打了三遍药,红蜘蛛还是压不住", "farming_disease"),
    ("豆粕又贵了,养一头亏两百", "livestock_cost"),
    ("投流一天烧两千,没几单转化", "ecommerce_traffic_cost"),
    ("货车又晚点,客户打电话问货到哪了", "logistics_timeliness"),
    ("顾客做完体验就走,卡不续", "beauty_salon"),
    ("一听卖保险的,人家就躲", "insurance_agent"),
    ("村里开会村民不同意,项目就搁着", "village_community"),
    ("信息科说服务器不够,不想再添系统", "it_department_load"),
    ("按账号收费,我们几个人共用一个号行吗", "saas_subscription"),
    ("听课的时候热血沸腾,回去没变化", "consulting_training_buyers"),
    ("夜里仓库老丢东西,没人看着", "security_guards"),
    ("油车占了充电位,业主天天吵", "parking_charging"),
    ("今年盘子里没排这一项,掏不出来", "no_budget"),
    ("一听数字人家脸都绿了", "price_too_high"),
    ("老客户了,给抹掉八百块呗", "discount_wanted"),
    ("他说等等看别家装了效果怎么样", "wait_and_see"),
    ("贵公司我还真头一次听说", "never_heard"),
    ("这事我说破嘴也没用,最后看老爷子", "owner_decides"),
    ("五十万以上都得拿到班子会上议", "committee_decides"),
    ("咱这儿就是个分部,买啥都得问集团", "headquarters_decides"),
    ("会不会买回来没几天就散架", "quality_doubt"),
    ("别到时候坏了,打爆电话也没人来", "after_sales_worry"),
    ("下月中旬就要开业,货赶得上不", "delivery_too_long"),
    ("我们那些大姐小学文化,怕弄不来", "training_effort"),
    ("一线的人都在抱怨,不想用新的", "staff_resistance"),
    ("病人的信息要是漏出去谁担得起", "data_safety"),
    ("整套换掉太折腾,又要重新来一遍", "switching_cost"),
    ("人家跟老张合作十来年了,抹不开面子", "loyal_to_incumbent"),
    ("能不能先拿货,年底一起结", "payment_terms"),
    ("两年前弄过一个类似的,没人用就扔那了", "tried_and_failed"),
    ("财务那关过不去,她只看回报", "finance_head"),
    ("打过去不接,消息也不回了", "ghosted"),
    ("对方火大得很,说要去投诉", "complaint"),
    ("客户问货怎么还没到,都晚一礼拜了", "late_delivery"),
    ("服务快到期,他还没说续不续", "renewal"),
    ("能不能请他介绍几个同行给我", "referral"),
    ("建议先拿一层楼试点", "pilot"),
    ("想先借一台用用看", "trial"),
    ("装完了就是不给签验收单", "acceptance"),
    ("想来想去下不了决心", "hesitating"),
    ("报价发过去一周没动静", "silence_after_quote"),
    ("明天见院长,我要带点啥资料", "want_visit_kit"),
    ("跟财务总监怎么讲这笔账", "want_finance_words"),
    ("打陌生电话,头一句怎么开口", "cold_call"),
    ("见面半天没话说,好尴尬", "ice_breaking"),
    ("怕家长在群里闹起来", "school_parents"),
    ("怕客人在携程上打低分", "hotel_reviews"),
    ("业主不肯交物业费,天天骂", "property_owners"),
    ("会这手艺的师傅明年就退了", "factory_skilled_workers"),
    ("今年旱得厉害,收成不好", "farming_yield"),
    ("商场里没什么人,店员都闲着", "retail_traffic"),
    ("干完活甲方钱一直不结", "construction_payment"),
]

NOT_FOUND = [
    ("要不要了解一下新出的型号", "refund"),
    ("李总的电话多少,我存一下", "talkative_customer"),
    ("我晚点再给你回话", "logistics_timeliness"),
    ("服务一直没中断过", "bid_lost"),
    ("货已经运输了一半", "lost_to_competitor"),
    ("墙上的漆有点发黄了", "lost_to_competitor"),
    ("学校要对家长负责", "competitor_ahead"),
    ("他说价格的事先别急", "livestock_disease"),
    ("服务员对等级不太清楚", "restaurant_turnover"),
    ("这是第二包资料", "system_integrator"),
    ("我把样品相关的照片发过去了", "farming_price_sale"),
    ("机器等保修卡到了再开箱", "government_project"),
    ("他问换季的时候上新款行不行", "switching_cost"),
    ("这个月要推进项目验收", "tax_accounting"),
    ("前台提供热情的接待", "energy_plant"),
    ("三个月就能回收成本", "farming_yield"),
    ("外包装换成纸箱就行", "outsource_instead"),
    ("银行收了一笔手续费", "renewal"),
    ("请仲裁员来裁定", "job_loss_fear"),
    ("下周做一次安全检查", "factory_quality_claims"),
    ("这是修正后的参数", "find_decision_maker"),
    ("客人进入门店先看到展台", "want_training_material"),
    ("请工程师换人工智能那一块的屏", "person_changed"),
    ("他马上会给我答复", "committee_decides"),
    ("约好了明天早上当面谈", "burned_before"),
    ("工厂离我们三公里", "audit_pressure"),
    ("管子长3cm,不够", "certificates"),
    ("This is a vision system", "certificates"),
    ("每个门店至少要两台", "order_reduced"),
    ("他把保温杯放在桌上", "data_safety"),
    ("这件事由老板决定做不做", "customisation"),
    ("客人少的时候我再来", "too_small_for_it"),
    ("方案会上不通过就算了", "compatibility_worry"),
    ("单独开一张票给他", "exclusive_wanted"),
    ("这批货很贵重,路上小心", "price_too_high"),
    ("他不用了解技术细节", "no_need"),
    ("这个月还没回本", "ghosted"),
    ("秘书长在会上讲了话", "gatekeeper"),
    ("安全出口要留出来", "trade_terms"),
    ("最低配的那款也够他用", "lowest_price_wins"),
    ("方案已经通过保密审查", "warranty_period"),
    ("配送点在城东", "gift_wanted"),
    ("他没提价格的事", "price_rise"),
    ("本地没网点,要从省城派人", "network_worry"),
    ("尺码偏大,压着袖口", "stock_pressure"),
    ("电话打不通,改天再试", "want_phone_script"),
    ("他三次品鉴会都来了", "quality_doubt"),
    ("上海报价还没出来", "want_pictures"),
    ("空调价格发给他了", "price_rise"),
    ("今年费用都报完了", "annual_fee_dislike"),
    ("他想看光伏的资料", "data_safety"),
    ("他们跟隔壁一起订的会议室", "minimum_order"),
    ("各部门面临的任务不一样", "image_and_brand"),
    ("那栋高层住宅刚封顶", "top_leader_talk"),
    ("客人天天来店里坐", "custom_cost"),
]


def keys(text: str) -> list[str]:
    return [concept.key for concept in load().in_text(text)]


def written(folder: Path, text: str) -> Path:
    path = folder / "own.yml"
    path.write_text(text, "utf-8")
    return path


def test_the_shipped_concepts_are_many_and_each_has_many_phrases() -> None:
    concepts = list(load())
    assert len(concepts) >= 320
    assert [concept.key for concept in concepts if not 8 <= len(concept.phrases) <= 50] == []


def test_names_and_phrases_stand_once_and_phrases_have_a_fitting_length() -> None:
    concepts = list(load())
    phrases = [phrase for concept in concepts for phrase in concept.phrases]
    assert len({concept.name for concept in concepts}) == len(concepts)
    assert len(set(phrases)) == len(phrases)
    assert [phrase for phrase in phrases if not SHORTEST <= len(phrase) <= LONGEST] == []
    assert [phrase for phrase in phrases if plain(phrase) != phrase or not phrase.isalnum()] == []


def test_every_phrase_is_found_where_it_stands_alone() -> None:
    assert [
        phrase for concept in load() for phrase in concept.phrases if load().in_text(phrase)[:1] != (concept,)
    ] == []


@pytest.mark.parametrize(("text", "key"), FOUND)
def test_what_is_said_is_found(text: str, key: str) -> None:
    assert key in keys(text)


@pytest.mark.parametrize(("text", "key"), NOT_FOUND)
def test_what_only_looks_like_it_is_not_found(text: str, key: str) -> None:
    assert load()[key].key not in keys(text)


@pytest.mark.parametrize(
    "text",
    ["打个折吧", "打 个 折 吧", "打个，折吧", "「打个折」吧", "打·个·折", "打个\u3000折"],
)
def test_spaces_and_punctuation_change_nothing(text: str) -> None:
    assert keys(text) == ["discount_wanted"]


@pytest.mark.parametrize("text", ["要走ＰＯＣ流程", "先跑个 poc", "PoC怎么做"])
def test_case_and_width_change_nothing(text: str) -> None:
    assert "pilot" in keys(text)


@pytest.mark.parametrize("text", ["epoch", "pocket", "see the epoc one"])
def test_a_latin_word_is_found_as_a_whole_only(text: str) -> None:
    assert "pilot" not in keys(text)


@pytest.mark.parametrize("end", ["。", "!", "？", "；", "\n"])
def test_a_phrase_does_not_go_on_in_the_next_sentence(end: str) -> None:
    concepts = Concepts([Concept("a", "甲", ("嫌贵",))])
    assert not concepts.in_text(f"他嫌{end}贵")
    assert concepts.in_text("他嫌,贵")


def test_a_phrase_inside_a_longer_one_does_not_count() -> None:
    short, long = Concept("short", "短", ("中标",)), Concept("long", "长", ("最低价中标",))
    concepts = Concepts([short, long])
    assert concepts.in_text("按最低价中标") == (long,)
    assert concepts.in_text("最低价中标,我们没中标") == (long, short)


def test_the_longest_phrase_is_first_and_each_concept_stands_once() -> None:
    short, long = Concept("short", "短", ("肉疼", "嫌贵")), Concept("long", "长", ("老板说了算",))
    assert Concepts([short, long]).in_text("嫌贵,肉疼,老板说了算,嫌贵") == (long, short)


@pytest.mark.parametrize("text", ["", " ", "。", "😀", "\x00", "𠮷"])
def test_nothing_said_is_nothing_found(text: str) -> None:
    assert load().in_text(text) == ()
    assert Concepts([]).in_text(text) == ()


def test_a_hundred_characters_take_less_than_a_millisecond() -> None:
    text = ("老板嫌太贵,说要集团统一采,还得上会;售后没人管,怕坏了停摆。" * 4)[:100]
    concepts = load()
    least = 1.0
    for _ in range(50):
        begin = time.perf_counter()
        concepts.in_text(text)
        least = min(least, time.perf_counter() - begin)
    assert least < 0.001


def test_the_file_is_read_again_only_when_it_has_changed(tmp_path: Path) -> None:
    path = written(tmp_path, "concepts:\n  price:\n    name: 价格\n    phrases: [嫌贵]\n")
    first = load(path)
    assert load(path) is first
    assert first.in_text("他嫌贵") == (Concept("price", "价格", ("嫌贵",)),)
    written(tmp_path, "concepts:\n  price:\n    name: 价格\n    phrases: [肉疼]\n")
    assert load(path).in_text("他嫌贵") == ()
    assert load(path).in_text("他肉疼") != ()


@pytest.mark.parametrize(
    ("lines", "place", "reason"),
    [
        ("  a: {name: 甲, phrases: [嫌 贵]}", ":2: concepts.a.phrases.0", "不写空格和标点"),
        ("  a: {name: 甲, phrases: ['贵、太贵']}", ":2: concepts.a.phrases.0", "不写空格和标点"),
        ("  a: {name: 甲, phrases: [贵]}", ":2: concepts.a.phrases.0", "2 到 12 个字"),
        ("  a: {name: 甲, phrases: [一二三四五六七八九十一二三]}", ":2: concepts.a.phrases.0", "2 到 12 个字"),
        ("  a: {name: 甲, phrases: [618]}", ":2: concepts.a.phrases.0", "应为文字"),
        ("  a: {name: 甲, phrases: []}", ":2: concepts.a.phrases", "至少要有 1 项"),
        ("  a: {phrases: [嫌贵]}", ":2: concepts.a.name", "缺这一项"),
        ("  a: {name: 甲, phrases: [嫌贵], words: []}", ":2: concepts.a.words", "不认识的键"),
        ("  太贵: {name: 甲, phrases: [嫌贵]}", ":2: concepts.太贵", "写法不对"),
        ("  a: {name: 甲, phrases: [嫌贵, 嫌贵]}", ":2: concepts.a.phrases.1", "已经有了"),
        ("  a: {name: 甲, phrases: [PoC]}\n  b: {name: 乙, phrases: [ＰＯＣ]}", ":3: concepts.b.phrases.0", "已经有了"),
        ("  a: {name: 甲, phrases: [嫌贵]}\n  b: {name: 甲, phrases: [肉疼]}", ":3: concepts.b.name", "已经有了"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, lines: str, place: str, reason: str) -> None:
    path = written(tmp_path, f"concepts:\n{lines}\n")
    with pytest.raises(ConfigError) as error:
        load(path)
    assert f"{path}{place}" in str(error.value)
    assert reason in str(error.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="没有这个文件"):
        load(tmp_path / "none.yml")


def test_the_shipped_file_is_the_default() -> None:
    assert load() is load(SHIPPED)
