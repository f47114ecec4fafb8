import * as z from 'zod'
import { draftSummary } from './list-drafts.ts'
import { operation } from './operation.ts'
import { businessDate, decimal, enteredQuantity, fileId, guard, handbookNo, instant, itemSeq } from './values.ts'

/** 保税结转: 深加工结转 (R-47 … R-53) and 余料结转 (R-54 … R-57). */
const way = z.enum(['out', 'in'])

/** Slips against lists, per partner, handbook, item and way. All figures in our declared unit. */
const matching = z.object({
  partnerId: z.uuid(),
  partnerName: z.string(),
  way,
  handbookNo: z.string(),
  partnerHandbookNo: z.string(),
  itemSeq,
  itemName: z.string(),
  version: z.string(),
  unit: z.string(),
  delivered: decimal,
  returned: decimal,
  /** On lists that are not deleted and name the partner's handbook. */
  declared: decimal,
  /** 已收（发）货未结转: delivered − returned − declared where above zero. */
  undeclared: decimal,
  /** 已结转未收（发）货: the same where below zero, without its sign. */
  undelivered: decimal,
  /** Month of the oldest delivery that is not declared, and the last day to declare it; null where all is declared. */
  oldestMonth: z.string().nullable(),
  deadline: businessDate.nullable(),
})

const surplusList = draftSummary.pick({ draftId: true, innerNo: true, state: true, lines: true })

/** One item of ours beside the partner's. */
const pairing = z.object({
  itemSeq,
  itemName: z.string(),
  unit: z.string(),
  hsCode: z.string(),
  quantity: decimal,
  price: decimal.or(z.literal('')),
  currency: z.string(),
  partnerItemSeq: itemSeq.nullable(),
  partnerHsCode: z.string(),
  partnerUnit: z.string(),
  partnerQuantity: decimal.or(z.literal('')),
  /** The partner's quantity in our unit. */
  converted: decimal.or(z.literal('')),
  difference: decimal.or(z.literal('')),
  problems: z.array(z.string()),
})

const transferState = z.enum(['draft', 'filed', 'accepted', 'discarded'])
const transfer = z.object({
  transferId: z.uuid(),
  /** Our own number of it, on both sides of the package: 结转编号. */
  transferNo: z.string(),
  partnerId: z.uuid(),
  partnerName: z.string(),
  way,
  handbookNo: z.string(),
  partnerHandbookNo: z.string(),
  from: businessDate,
  to: businessDate,
  deadline: businessDate,
  slips: z.int(),
  items: z.int(),
  state: transferState,
  draftId: z.uuid(),
  /** Number of our list once customs has given it, and of the partner's once a package has said it. */
  listNo: z.string(),
  partnerListNo: z.string(),
  /** Of a transfer that began with a partner's package. */
  fromPackage: z.boolean(),
  /** The partner's copy has been read, and every item agrees. */
  paired: z.enum(['no', 'agrees', 'differs']),
  createdAt: instant,
})

const proposedLine = z.object({
  itemSeq,
  itemName: z.string(),
  version: z.string(),
  unit: z.string(),
  quantity: decimal,
  /** Quantity-weighted over the slips that give one; empty where none does, or their currencies differ. */
  unitPrice: decimal.or(z.literal('')),
  currency: z.string(),
  slips: z.int(),
})

/** What a partner's package says, before anything is written. */
const packageContent = z.object({
  /** Of the signer's key; `trusted` where it is the partner's confirmed one. */
  fingerprint: z.string(),
  trusted: z.boolean(),
  /** The partner of our register with its credit code; null where there is none. */
  partnerId: z.uuid().nullable(),
  partner: z.object({ name: z.string(), creditCode: z.string(), customsCode: z.string() }),
  transferNo: z.string(),
  /** What it is for us: `in` where the partner sends. */
  way,
  handbookNo: z.string(),
  partnerHandbookNo: z.string(),
  from: businessDate,
  to: businessDate,
  partnerListNo: z.string(),
  slips: z.array(z.object({ slipNo: z.string(), deliveredOn: businessDate, lines: z.int(), known: z.boolean() })),
  /** Our item is null, and what it would say is empty, where no correspondence is registered for the partner's. */
  items: z.array(pairing.extend({ itemSeq: itemSeq.nullable(), partnerItemName: z.string() })),
  /** Our transfer that it answers, or that it was imported as before; null where it begins one. */
  transferId: z.uuid().nullable(),
  guards: z.array(guard),
})

export const transferOperations = {
  'transfers.matching': operation({
    summary: '收发货与结转清单对照：每家企业每项商品的已收货未结转、已结转未收货（R-49、R-52）',
    input: z.object({ handbookNo: handbookNo.optional(), partnerId: z.uuid().optional() }),
    output: z.object({ rows: z.array(matching) }),
    reads: ['deliveries', 'partners', 'bondedLists', 'transfers', 'handbooks'],
  }),
  'transfers.propose': operation({
    summary: '集中申报建议：一家企业、一本手册到某日为止未结转的收发货，合计成行，附期限与核对（R-49、R-50、R-51）',
    input: z.object({ partnerId: z.uuid(), way, handbookNo, partnerHandbookNo: handbookNo, through: businessDate }),
    output: z.object({
      lines: z.array(proposedLine),
      slips: z.array(z.object({ slipId: z.uuid(), slipNo: z.string(), deliveredOn: businessDate })),
      from: businessDate.nullable(),
      to: businessDate.nullable(),
      deadline: businessDate.nullable(),
      /** The rule row that gave the deadline, in words. */
      deadlineBasis: z.string(),
      guards: z.array(guard),
    }),
    reads: ['deliveries', 'partners', 'bondedLists', 'transfers', 'handbooks', 'reference'],
  }),
  'transfers.create': operation({
    summary: '按集中申报建议建立结转，并生成清单草稿',
    input: z.object({ partnerId: z.uuid(), way, handbookNo, partnerHandbookNo: handbookNo, through: businessDate }),
    output: transfer,
    changes: ['transfers', 'listDrafts', 'deliveries'],
  }),
  'transfers.list': operation({
    summary: '深加工结转，新的在前',
    input: z.object({ handbookNo: handbookNo.optional(), partnerId: z.uuid().optional() }),
    output: z.object({ transfers: z.array(transfer) }),
    reads: ['transfers', 'listDrafts', 'bondedLists', 'partners', 'filings'],
  }),
  'transfers.get': operation({
    summary: '一笔深加工结转：收发货单、我方清单、对方清单与逐项对照（R-50）',
    input: z.object({ transferId: z.uuid() }),
    output: transfer.extend({
      lines: z.array(proposedLine),
      slipsOf: z.array(z.object({ slipId: z.uuid(), slipNo: z.string(), deliveredOn: businessDate })),
      pairing: z.array(pairing),
      guards: z.array(guard),
      packages: z.array(z.object({ filingId: z.uuid(), way: z.enum(['sent', 'read']), at: instant, name: z.string() })),
    }),
    reads: ['transfers', 'listDrafts', 'bondedLists', 'partners', 'deliveries', 'filings', 'handbooks'],
  }),
  'transfers.discard': operation({
    summary: '撤销一笔未申报的结转；其收发货单回到未结转，清单草稿作废',
    input: z.object({ transferId: z.uuid() }),
    output: transfer,
    changes: ['transfers', 'listDrafts', 'deliveries', 'filings'],
  }),
  'transfers.inspectPackage': operation({
    summary: '查看往来企业的结转包：校验签名与完整，对照我方数据；不写入任何数据',
    input: z.object({ fileId }),
    output: packageContent,
    reads: ['transfers', 'partners', 'deliveries', 'handbooks'],
    job: true,
  }),
  'transfers.importPackage': operation({
    summary: '读入往来企业的结转包：补登收发货单，建立镜像的结转与清单草稿，或记入对方的清单编号；再次读入不重复',
    input: z.object({ fileId }),
    output: transfer.extend({ message: z.string() }),
    changes: ['transfers', 'listDrafts', 'deliveries', 'partners', 'files'],
    job: true,
  }),

  'transfers.surplus': operation({
    summary: '余料结转：转出手册有结余的料件、可转入的手册与对应料件、四项核对（R-54、R-55）、担保（R-56）',
    input: z.object({ handbookNo, targetHandbookNo: handbookNo.optional(), on: businessDate.optional() }),
    output: z.object({
      targets: z.array(z.object({ handbookNo: z.string(), fits: z.boolean(), why: z.string() })),
      materials: z.array(
        z.object({
          itemSeq,
          name: z.string(),
          unit: z.string(),
          /** Less what is reserved or made out already. */
          balance: decimal,
          /** Actual stock as the clerk has counted it is the balance until a stocktake says otherwise. */
          target: z.object({ itemSeq, name: z.string(), unit: z.string(), left: decimal }).nullable(),
        }),
      ),
      guards: z.array(guard),
      /** Made, and not through yet: 先转入，后转出. */
      underWay: z.array(z.object({ targetHandbookNo: z.string(), incoming: surplusList, outgoing: surplusList })),
    }),
    reads: ['handbooks', 'movements', 'bondedLists', 'reference', 'listDrafts'],
  }),
  'transfers.createSurplus': operation({
    summary: '建立余料结转：转入手册的进口清单草稿与转出手册的出口清单草稿，互相关联',
    input: z.object({
      handbookNo,
      targetHandbookNo: handbookNo,
      lines: z
        .array(z.object({ itemSeq, targetItemSeq: itemSeq, quantity: enteredQuantity }))
        .min(1)
        .max(1000),
    }),
    output: z.object({ outDraftId: z.uuid(), inDraftId: z.uuid() }),
    changes: ['listDrafts', 'transfers'],
  }),
}
