import * as z from 'zod'
import { operation } from './operation.ts'
import {
  businessDate,
  decimal,
  enteredMoney,
  enteredQuantity,
  enteredRate,
  guard,
  handbookNo,
  instant,
  itemSeq,
  optionalText,
  text,
} from './values.ts'

/** 外发加工 (R-61 … R-64, FORMATS §6.2): the application, what was sent out, what came back, what is still out. */
/**
 * What moves: of a material or product of the handbook; semi-finished goods and defects go by the product they become, scrap,
 * by-products and surplus by the material they come from.
 */
const outwardGoods = z.enum(['material', 'semiFinished', 'product', 'scrap', 'defect', 'byProduct', 'surplus'])
/** Of what was sent out, what can go into something else. */
const usedGoods = z.enum(['material', 'semiFinished', 'product', 'defect'])

const guaranteeLine = z.object({ itemSeq, value: enteredMoney, dutyRate: enteredRate, vatRate: enteredRate })
const applicationInput = z.object({
  handbookNo,
  /** 企业内部编号, unique. */
  innerNo: text(64).min(1, '请填写企业内部编号'),
  contractor: z.object({
    name: text(512).min(1, '请填写承揽企业名称'),
    creditCode: optionalText(18),
    customsCode: optionalText(10),
    customsDistrict: optionalText(4),
    district: optionalText(5),
    contact: optionalText(64),
    phone: optionalText(64),
    address: optionalText(512),
  }),
  contractNo: optionalText(64),
  /** What is done there: the processes sent out. */
  processes: text(400).min(1, '请填写外发的工序'),
  allProcesses: z.boolean().default(false),
  sentGoods: text(400).min(1, '请填写外发货物'),
  returnedGoods: text(400).min(1, '请填写收回货物'),
  validTo: businessDate,
  remark: optionalText(400),
  /** value and rates of what is sent, for the guarantee when all processes are. Percent. */
  guaranteeLines: z.array(guaranteeLine).max(200).default([]),
})
const applicationState = z.enum(['draft', 'filed', 'accepted', 'returned', 'closed'])
const application = applicationInput.omit({ guaranteeLines: true }).extend({
  applicationId: z.uuid(),
  state: applicationState,
  /** 外发加工备案编号 that customs gave; empty before. */
  applicationNo: z.string(),
  firstDispatchOn: businessDate.nullable(),
  /** three working days from the first dispatch; null before it. */
  deadline: businessDate.nullable(),
  filedOn: businessDate.nullable(),
  /** Items of which something is still out. */
  outstanding: z.int(),
  filingId: z.uuid().nullable(),
  savedAt: instant,
})

const movementInput = z.object({
  applicationId: z.uuid(),
  kind: z.enum(['dispatch', 'return']),
  slipNo: text(64).min(1, '请填写单号'),
  movedOn: businessDate,
  vehicle: optionalText(64),
  signedBy: optionalText(64),
  remark: optionalText(400),
  lines: z
    .array(
      z.object({
        goods: outwardGoods,
        itemSeq,
        version: optionalText(8),
        name: optionalText(255),
        /** In the declared unit of the item; of goods made there, how many. */
        quantity: enteredQuantity,
        /**
         * Of what comes back as something else: how much of what was sent out it uses up, in its declared unit. Empty for what comes
         * back as it went out, and for scrap and by-products, which the unit consumption holds already; of a product the program
         * proposes its declared consumption.
         */
        uses: z
          .array(z.object({ goods: usedGoods.default('material'), itemSeq, quantity: enteredQuantity }))
          .max(100)
          .default([]),
      }),
    )
    .min(1, '至少要有一行')
    .max(1000),
})

export const outwardProcessingOperations = {
  'outwardProcessing.list': operation({
    summary: '外发加工申报表',
    input: z.object({ handbookNo: handbookNo.optional() }),
    output: z.object({ applications: z.array(application) }),
    reads: ['outwardProcessing', 'filings', 'reference'],
  }),
  'outwardProcessing.get': operation({
    summary: '一份外发加工申报表：收发、还在外面的、期限、担保、核对',
    input: z.object({ applicationId: z.uuid() }),
    output: application.extend({
      movements: z.array(
        movementInput.omit({ applicationId: true, lines: true }).extend({
          movementId: z.uuid(),
          voidedAt: instant.nullable(),
          voidReason: z.string(),
          recordedAt: instant,
          lines: z.array(
            z.object({
              goods: outwardGoods,
              itemSeq,
              version: z.string(),
              name: z.string(),
              unit: z.string(),
              quantity: decimal,
              uses: z.array(z.object({ goods: usedGoods, itemSeq, name: z.string(), unit: z.string(), quantity: decimal })),
            }),
          ),
        }),
      ),
      /** Per goods and item: sent out, come back as it went, used up in what came back, still out. */
      outstandingLines: z.array(
        z.object({
          goods: outwardGoods,
          itemSeq,
          name: z.string(),
          unit: z.string(),
          sent: decimal,
          returned: decimal,
          used: decimal,
          out: decimal,
        }),
      ),
      /** As entered. */
      guaranteeLines: z.array(guaranteeLine),
      closeNote: z.string(),
      /** R-63; null unless all processes are sent out. */
      guarantee: z
        .object({
          lines: z.array(z.object({ itemSeq, name: z.string(), value: decimal, duty: decimal, vat: decimal })),
          total: decimal,
        })
        .nullable(),
      guards: z.array(guard),
    }),
    reads: ['outwardProcessing', 'handbooks', 'consumption', 'filings', 'reference'],
  }),
  'outwardProcessing.save': operation({
    summary: '登记或修改外发加工申报表；已申报的不能改',
    input: applicationInput.extend({ applicationId: z.uuid().optional() }),
    output: application,
    changes: ['outwardProcessing'],
  }),
  'outwardProcessing.move': operation({
    summary: '登记一次外发或收回；收回不能多于外发',
    input: movementInput,
    output: application,
    changes: ['outwardProcessing'],
  }),
  'outwardProcessing.voidMovement': operation({
    summary: '作废一次外发或收回，写明原因',
    input: z.object({ applicationId: z.uuid(), movementId: z.uuid(), reason: text(400).min(1, '请写明原因') }),
    output: application,
    changes: ['outwardProcessing'],
  }),
  'outwardProcessing.proposeUses': operation({
    summary: '收回成品耗用的料件建议：按单耗版本折算',
    input: z.object({ handbookNo, productSeq: itemSeq, version: text(8), quantity: enteredQuantity }),
    output: z.object({
      uses: z.array(z.object({ goods: usedGoods, itemSeq, name: z.string(), unit: z.string(), quantity: decimal })),
    }),
    reads: ['consumption', 'handbooks'],
  }),
  'outwardProcessing.close': operation({
    summary: '外发加工结束：全部收回或说明留在承揽企业的货物（R-64）',
    input: z.object({ applicationId: z.uuid(), note: optionalText(400) }),
    output: application,
    changes: ['outwardProcessing'],
  }),
}
