import type { Output } from '../../../shared/contract/contract.ts'
import type { Tone } from '../../components/tag.tsx'

export type Life = Output<'handbooks.life'>
export type LifeStep = Life['steps'][number]
export type Cycle = Output<'accountCycles.list'>['cycles'][number]

export const lifeStates: Record<Life['state'], { name: string; tone: Tone }> = {
  executing: { name: '执行中', tone: 'neutral' },
  changing: { name: '变更中', tone: 'accent' },
  lastExported: { name: '出口完毕，待报核', tone: 'warns' },
  reporting: { name: '报核中', tone: 'accent' },
  reportAccepted: { name: '报核已受理', tone: 'confirmed' },
  closed: { name: '已结案', tone: 'neutral' },
}

export const stepNames: Record<LifeStep['step'], string> = {
  established: '设立',
  changed: '变更',
  extended: '延期',
  lastExport: '最后出口',
  terminated: '提前终止',
  reported: '报核',
  reportAccepted: '海关受理',
  closed: '结案',
}

export const stepStates: Record<LifeStep['state'], string> = { done: '已办', open: '可办', blocked: '有阻断', later: '以后' }

/** */
export const methods: Record<Cycle['method'], string> = {
  unitConsumption: '单耗',
  materialList: '耗料清单',
  workOrder: '工单',
}
