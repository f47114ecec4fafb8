import * as z from 'zod'
import { operation } from './operation.ts'
import { businessDate, decimal, enteredQuantity, enteredRate, guard, instant, itemSeq, optionalText, text } from './values.ts'

/** 集成电路全产业链保税, and 企业集团 eligibility. A chain is an ordered list of enterprises and handbooks; each hop is a paired transfer. */
const stepRole = z.enum(['design', 'wafer', 'packagingAndTest', 'other'])

const stepInput = z.object({
  /** Of a step that is there already: its entries stay with it wherever it is moved to. */
  stepId: z.uuid().optional(),
  role: stepRole,
  enterpriseName: text(512).min(1, '请填写企业名称'),
  /** Of ours or of a partner; empty while it is not known. */
  handbookNo: z.string().trim().max(12).default(''),
  /** What comes in and what goes out, with their units in words: 裸晶圆 片 → 芯片 个. */
  inputName: text(100).min(1, '请填写投入的名称'),
  inputUnit: text(16).min(1, '请填写投入的单位'),
  outputName: text(100).min(1, '请填写产出的名称'),
  outputUnit: text(16).min(1, '请填写产出的单位'),
  /** Output units in one input unit before any loss: 1 for wafer → wafer, gross die per wafer for wafer → die. Above zero. */
  gross: enteredRate,
  /**
   * Yields in percent, in the order of the process; whole output units are counted after each. None: no loss, and where no processing
   * is entered, what goes out has been processed on its way.
   */
  yields: z
    .array(z.object({ name: text(64).min(1, '请填写良率的名称'), percent: enteredRate }))
    .max(20)
    .default([]),
  /** Items of our own handbook whose booked lists are the step's figures: the material that comes in, the product that goes out. */
  inputItemSeq: itemSeq.optional(),
  outputItemSeq: itemSeq.optional(),
})
const chainInput = z.object({
  name: text(100).min(1, '请填写链条名称'),
  /** From material to the enterprise that re-exports. */
  steps: z.array(stepInput).min(1, '至少要有一个环节').max(20),
})

const entryInput = z.object({
  chainId: z.uuid(),
  stepNo: z.int().min(1),
  /** in: material comes in; processed: input that went into the process, with what it gave; out: output leaves to the next step or abroad. */
  kind: z.enum(['in', 'processed', 'out']),
  happenedOn: businessDate,
  quantity: enteredQuantity,
  /** Of `processed`: output units that came of it. */
  output: enteredQuantity.optional(),
  /** 清单编号, slip, report of the process. */
  evidence: optionalText(100),
})

const stepState = stepInput.extend({
  stepId: z.uuid(),
  stepNo: z.int(),
  /** True where the handbook is ours. */
  ours: z.boolean(),
  /** True where booked lists are the figure, so that nothing is entered. */
  inFromLists: z.boolean(),
  outFromLists: z.boolean(),
  in: decimal,
  processed: decimal,
  /** Output that the yields promise for what was processed, whole units, and what really came. */
  expected: decimal,
  produced: decimal,
  out: decimal,
  /** processed × gross − produced, in output units. */
  lost: decimal,
  /** in − processed; produced − out. Negative where more was used or sent than there was. */
  inputStock: decimal,
  outputStock: decimal,
  /** Input embodied in what has gone out, by the step's own unit consumption: never rounded before the end. */
  consumed: decimal,
  /** Unit consumption of the step: processed ÷ produced, 9 decimals for reading; empty where nothing was produced. */
  unitConsumption: decimal.or(z.literal('')),
  /** Total loss of the process in percent, 6 decimals: 1 − produced ÷ (processed × gross). Empty where nothing was processed. */
  lossRate: decimal.or(z.literal('')),
  /** in − consumed − what really stands in stock (never less than nothing): zero when the books of the step agree. */
  difference: decimal,
  state: z.enum(['waiting', 'running', 'closed', 'differs']),
})

const chainSummary = z.object({
  chainId: z.uuid(),
  name: z.string(),
  steps: z.int(),
  /** closed: every step closed and every hop agrees. */
  state: z.enum(['waiting', 'running', 'closed', 'differs']),
  savedAt: instant,
})

const member = z.object({
  name: text(512).min(1, '请填写企业名称'),
  customsCode: optionalText(10),
  /** R-146, as on the day. */
  credit: z.enum(['advanced', 'certified', 'regular', 'dishonest', 'seriouslyDishonest']),
})
const groupInput = z.object({
  lead: member,
  members: z.array(member).max(200),
  /** Goods traceable by data in all members. */
  traceable: z.boolean(),
  /** quota farm goods, crude oil, copper ore, satellite receivers, raw hides. */
  excludedGoods: z.array(z.enum(['quotaFarmGoods', 'crudeOil', 'copperOre', 'satelliteReceivers', 'rawHides'])).max(5),
})

export const chainOperations = {
  'chains.list': operation({
    summary: '全产业链保税链条（R-66）',
    input: z.object({}),
    output: z.object({ chains: z.array(chainSummary) }),
    reads: ['chains', 'bondedLists', 'movements'],
  }),
  'chains.get': operation({
    summary: '一条链：各环节投入、产出、损耗、存量，各次结转是否一致，链条是否闭合（R-66）',
    input: z.object({ chainId: z.uuid() }),
    output: chainSummary.extend({
      steps: z.array(stepState),
      /** Between step n and n + 1: what the one sent and the other received; `difference` in the unit sent. */
      hops: z.array(
        z.object({ from: z.int(), to: z.int(), sent: decimal, received: decimal, unit: z.string(), difference: decimal }),
      ),
      /**
       * R-66, in units of the raw input: output of the last step × chain unit consumption; and where all raw input is: embodied in what
       * left the chain, lost on the way, in stock, between two steps. What those leave open is the difference, zero in a chain that agrees.
       */
      chainUnitConsumption: decimal.or(z.literal('')),
      consumption: decimal,
      embodied: decimal,
      lost: decimal,
      inStock: decimal,
      inTransit: decimal,
      rawInput: decimal,
      difference: decimal,
      lastOutput: decimal,
      entries: z.array(
        entryInput.omit({ chainId: true }).extend({
          entryId: z.uuid().nullable(),
          quantity: decimal,
          output: decimal.nullable(),
          voidReason: z.string(),
          /** Of a list of our own books: where it stands. */
          to: z.string().nullable(),
          voidedAt: instant.nullable(),
        }),
      ),
      guards: z.array(guard),
    }),
    reads: ['chains', 'bondedLists', 'movements', 'handbooks'],
  }),
  'chains.save': operation({
    summary: '建立或修改一条链；有记录的环节不能删',
    input: chainInput.extend({ chainId: z.uuid().optional() }),
    output: chainSummary,
    changes: ['chains'],
  }),
  'chains.enter': operation({
    summary: '登记一个环节的投入、加工或产出（本企业手册的清单自动计入，不必登记）',
    input: entryInput,
    output: chainSummary,
    changes: ['chains'],
  }),
  'chains.void': operation({
    summary: '作废一条登记，写明原因',
    input: z.object({ chainId: z.uuid(), entryId: z.uuid(), reason: text(400).min(1, '请写明原因') }),
    output: chainSummary,
    changes: ['chains'],
  }),
  'groupMode.get': operation({
    summary: '企业集团加工贸易监管：条件核对（R-65）',
    input: z.object({}),
    output: groupInput.extend({ guards: z.array(guard), savedAt: instant }).nullable(),
    reads: ['chains'],
  }),
  'groupMode.save': operation({
    summary: '登记集团成员与条件，核对资格（R-65）',
    input: groupInput,
    output: z.object({ guards: z.array(guard) }),
    changes: ['chains'],
  }),
}
