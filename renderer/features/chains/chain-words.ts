import { readDecimal } from '../../../shared/domain/cell.ts'
import type { Output, Request } from '../../../shared/contract/contract.ts'
import type { Tone } from '../../components/tag.tsx'

export type Chain = Output<'chains.get'>
export type ChainStep = Chain['steps'][number]
export type ChainEntry = Chain['entries'][number]
export type StepRequest = Request<'chains.save'>['steps'][number]
export type EntryKind = ChainEntry['kind']

export const roleNames: Record<ChainStep['role'], string> = {
  wafer: '晶圆制造',
  packagingAndTest: '封装测试',
  design: '设计',
  other: '其他',
}
export const kindNames: Record<EntryKind, string> = { in: '投入', processed: '加工', out: '转出' }

export const chainStates: Record<Chain['state'], { name: string; tone: Tone }> = {
  waiting: { name: '未开始', tone: 'neutral' },
  running: { name: '进行中', tone: 'accent' },
  closed: { name: '已闭合', tone: 'accent' },
  differs: { name: '有差异', tone: 'blocks' },
}
export const stepStates: Record<ChainStep['state'], { name: string; tone: Tone }> = {
  ...chainStates,
  closed: { name: '平衡', tone: 'accent' },
}

/** What stands between two steps, in words. */
export function hopState({ difference, sent, received }: Chain['hops'][number]): { name: string; tone: Tone } {
  if (difference.startsWith('-')) return { name: '收多于发', tone: 'blocks' }
  if (difference !== '0') return { name: '在途', tone: 'warns' }
  return sent === '0' && received === '0' ? { name: '未结转', tone: 'neutral' } : { name: '一致', tone: 'accent' }
}

type Yield = NonNullable<StepRequest['yields']>[number]

/** `晶圆测试 92，成品测试 96.5`; a bare figure is the next yield. Undefined where a part has no figure. */
export function readYields(text: string): Yield[] | undefined {
  const parts = text
    .split(/[，,；;、]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const yields: Yield[] = []
  for (const [index, part] of parts.entries()) {
    const match = /^(.*?)\s*([\d０-９.．]+)\s*[%％]?$/.exec(part)
    const percent = match && readDecimal(match[2] ?? '')
    if (!match || percent === undefined || percent === null) return undefined
    yields.push({ name: (match[1] ?? '').replace(/[:：]\s*$/, '') || `良率 ${index + 1}`, percent })
  }
  return yields
}
export const printYields = (yields: readonly Yield[]): string =>
  yields.map(({ name, percent }) => `${name} ${percent}`).join('，')
