import * as z from 'zod'
import { isCreditCode } from '../domain/credit-code.ts'
import { operation } from './operation.ts'
import { businessDate, enteredRate, decimal, goods, handbookNo, instant, itemSeq, optionalText, text } from './values.ts'

/** 往来企业: who goods are transferred to and from, or sent out to for processing. */
const partnerInput = z.object({
  name: text(512).min(1, '请填写企业名称'),
  creditCode: text(18).refine(isCreditCode, '统一社会信用代码校验位不符，请核对 18 位代码'),
  customsCode: text(10).regex(/^\d{5}[0-9A-Z]{5}$/, '海关编码为 10 位：前 5 位数字，后 5 位数字或大写字母'),
  customsDistrict: optionalText(4),
  contact: optionalText(64),
  phone: optionalText(64),
  address: optionalText(512),
  /** The partner's own handbooks and accounts that goods come from or go to. */
  handbooks: z.array(handbookNo).max(100).default([]),
})
const partner = partnerInput.extend({
  partnerId: z.uuid(),
  /** Of the key whose packages are taken as the partner's: confirmed by the clerk, once. Empty while there is none. */
  fingerprint: z.string(),
  fingerprintConfirmedAt: instant.nullable(),
  /** No longer dealt with: kept for what refers to it. */
  active: z.boolean(),
  deliveries: z.int(),
  transfers: z.int(),
})

/** Which of the partner's items one of ours is, and how many of the partner's units make one of ours. */
const itemPair = z.object({
  handbookNo,
  goods,
  itemSeq,
  partnerHandbookNo: handbookNo,
  partnerItemSeq: itemSeq,
  /** Partner's units per unit of ours; above zero. */
  factor: enteredRate,
  from: businessDate,
})

export const partnerOperations = {
  'partners.list': operation({
    summary: '往来企业',
    input: z.object({}),
    output: z.object({ partners: z.array(partner) }),
    reads: ['partners', 'deliveries', 'transfers'],
  }),
  'partners.save': operation({
    summary: '登记或修改往来企业；停用的仍可查看',
    input: partnerInput.extend({ partnerId: z.uuid().optional(), active: z.boolean().default(true) }),
    output: partner,
    changes: ['partners'],
  }),
  'partners.trust': operation({
    summary: '确认往来企业的签名密钥：指纹经电话或当面核对；以后只认这把密钥签的结转包',
    input: z.object({ partnerId: z.uuid(), fingerprint: z.string().trim().max(64) }),
    output: partner,
    changes: ['partners'],
  }),
  'partners.items': operation({
    summary: '与一家往来企业的商品对应关系及换算（R-50）',
    input: z.object({ partnerId: z.uuid() }),
    output: z.object({
      pairs: z.array(itemPair.extend({ factor: decimal, itemName: z.string(), unit: z.string(), to: businessDate.nullable() })),
    }),
    reads: ['partners', 'handbooks'],
  }),
  'partners.saveItem': operation({
    summary: '登记一条商品对应关系；同一商品以后的取代以前的，已发生的收发货不变',
    input: itemPair.extend({ partnerId: z.uuid() }),
    output: z.object({ pairs: z.int() }),
    changes: ['partners'],
  }),
}
