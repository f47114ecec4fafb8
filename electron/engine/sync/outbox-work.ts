import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { authorityNames } from '../../../shared/domain/authorities.ts'
import { kindNames } from '../filings/service.ts'
import type { ChannelsService } from './channels.ts'
import type { OutboxService } from './outbox.ts'
import type { ReceiptIntake } from './receipt-intake.ts'

type Today = Output<'workbench.today'>

/** What the outbox asks of a person (WINDOW, 工作台). */
export class OutboxWork {
  private readonly channels: ChannelsService
  private readonly outbox: OutboxService
  private readonly receiptIntake: ReceiptIntake

  constructor(services: { channels: ChannelsService; outbox: OutboxService; receiptIntake: ReceiptIntake }) {
    this.channels = services.channels
    this.outbox = services.outbox
    this.receiptIntake = services.receiptIntake
  }

  work(): Pick<Today, 'due' | 'todo'> {
    const todo: Today['todo'] = []
    const to = paths.filingBox('outbox')
    for (const { kind, handbookNo, subject, state, lastError } of this.outbox.troubled())
      todo.push({
        severity: state === 'stopped' ? 'blocks' : 'warns',
        title: state === 'stopped' ? `${kindNames[kind]}停下，没有发出` : `${kindNames[kind]}不知是否送达，正在问明`,
        detail: [handbookNo === '' ? subject : `手册 ${handbookNo}`, lastError].filter(Boolean).join(' · '),
        to,
        rule: '',
      })
    for (const { authority, status, waiting } of this.channels.list().channels)
      if ((status.state === 'away' || status.state === 'refused') && waiting > 0)
        todo.push({
          severity: 'warns',
          title: `${authorityNames[authority]}通道不可用，${waiting} 份申报在等`,
          detail: status.message,
          to,
          rule: '',
        })
    const exceptions = this.receiptIntake.openCount()
    if (exceptions > 0)
      todo.push({
        severity: 'warns',
        title: `${exceptions} 份异常回执待处理`,
        detail: '没有对上申报，或读不懂',
        to: paths.filingBox('exceptions'),
        rule: '',
      })
    return { due: [], todo }
  }
}
