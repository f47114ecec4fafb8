import { IconCheck } from '@tabler/icons-react'
import type { TransferDetail } from './transfer-words.ts'
import classes from './transfers.module.css'

/** Where a transfer stands between two enterprises and customs. */
export function TransferSteps({ transfer }: { transfer: TransferDetail }) {
  const { state, listNo, partnerListNo, paired, packages } = transfer
  const filed = state === 'filed' || state === 'accepted'
  const steps: readonly (readonly [name: string, done: boolean])[] = [
    ['建立，生成清单草稿', true],
    ['我方清单申报', filed],
    [listNo ? `海关给号 ${listNo}` : '海关给号', state === 'accepted'],
    ['与对方交换结转包', packages.some(({ way }) => way === 'read') || partnerListNo !== ''],
    [paired === 'differs' ? '逐项有差异' : '逐项一致', paired === 'agrees'],
  ]
  const now = state === 'discarded' ? -1 : steps.findIndex(([, done]) => !done)
  return (
    <ol className={classes.steps} aria-label="进度">
      {steps.map(([name, done], index) => (
        <li
          key={name}
          className={classes.step}
          data-state={done ? 'done' : index === now ? 'now' : 'later'}
          aria-current={index === now ? 'step' : undefined}
        >
          <span className={classes.stepMark}>{done ? <IconCheck size={12} aria-label="已完成" /> : index + 1}</span>
          {name}
        </li>
      ))}
    </ol>
  )
}
