import { IconCheck } from '@tabler/icons-react'
import type { TransferDetail } from './transfer-words.ts'
import classes from './transfers.module.css'

/** Where a transfer stands between two enterprises and customs: who takes the goods in files first. */
function stepsOf({ way, state, listNo, partnerListNo, paired, packages }: TransferDetail) {
  const given = state === 'accepted'
  const begun = [
    ['建立，生成清单草稿', true],
    [paired === 'differs' ? '与对方逐项有差异' : '与对方逐项一致', paired === 'agrees'],
  ] as const
  const filed = [
    ['我方清单申报', state === 'filed' || given],
    [listNo ? `海关给号 ${listNo}` : '海关给号', given],
  ] as const
  return way === 'out'
    ? ([...begun, ['对方清单编号', partnerListNo !== ''], ...filed] as const)
    : ([...begun, ...filed, ['把清单编号交给对方', given && packages.some((each) => each.way === 'sent')]] as const)
}

export function TransferSteps({ transfer }: { transfer: TransferDetail }) {
  const steps: readonly (readonly [name: string, done: boolean])[] = stepsOf(transfer)
  const now = transfer.state === 'discarded' ? -1 : steps.findIndex(([, done]) => !done)
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
