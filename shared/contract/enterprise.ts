import * as z from 'zod'
import { operation } from './operation.ts'
import { isCreditCode } from '../domain/credit-code.ts'
import { optionalText, text } from './values.ts'

export const enterpriseInput = z.object({
  name: text(512).min(1, '请填写企业名称'),
  /** 统一社会信用代码, GB 32100: 18 characters, the last one checks the others. */
  creditCode: text(18).refine(isCreditCode, '统一社会信用代码校验位不符，请核对 18 位代码'),
  /** 海关编码: 10 characters (FORMATS §12). */
  customsCode: text(10).regex(/^\d{5}[0-9A-Z]{5}$/, '海关编码为 10 位：前 5 位数字，后 5 位数字或大写字母'),
  /** 主管海关 */
  customsDistrict: optionalText(4),
  contact: optionalText(64),
  phone: optionalText(64),
  address: optionalText(512),
})

const enterprise = enterpriseInput.extend({ isSample: z.boolean(), savedAt: z.iso.datetime() })

export const enterpriseOperations = {
  'enterprise.save': operation({
    summary: '保存本企业资料（名称、统一社会信用代码、海关编码）',
    input: enterpriseInput,
    output: enterprise,
    changes: ['enterprise'],
  }),
  'enterprise.get': operation({
    summary: '本企业资料，尚未填写时为 null',
    input: z.object({}),
    output: enterprise.nullable(),
    reads: ['enterprise'],
  }),
  'enterprise.loadSample': operation({
    summary: '载入示例企业：企业资料、一本手册及其核注清单、归并关系、物料清单、工单、示例税率和汇率；日期移到今天前后',
    input: z.object({}),
    output: z.object({ handbookNo: z.string(), lists: z.int(), lines: z.int() }),
    changes: [
      'enterprise',
      'handbooks',
      'consumption',
      'bondedLists',
      'movements',
      'imports',
      'files',
      'parts',
      'workOrders',
      'reference',
    ],
    job: true,
  }),
}
