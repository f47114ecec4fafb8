import { Button, Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { parseDay } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { followJob, runJob, saveFile } from '../../app/engine.ts'
import { useJob } from '../../app/use-job.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { showError } from '../../components/export-table.ts'
import { DayField } from '../../components/fields/day-field.tsx'
import { ImportWizard } from '../../components/import/import-wizard.tsx'
import type { ImportKind } from '../../components/import/import-wizard.tsx'
import type { ImportSummary } from '../../components/import/preview.ts'
import { printCount } from '../../components/moment.ts'
import { Panel } from '../../components/page.tsx'
import classes from './openings.module.css'

/** First the day up to which the older system has kept the books, then its workbook. The address holds both. */
export function OpeningImport({ handbookNo }: { handbookNo: string }) {
  const [search, setSearch] = useSearchParams()
  const asOf = parseDay(search.get('until') ?? '')
  const [typed, setTyped] = useState<string>()
  const template = useJob('openings.template')
  const kind = useMemo(() => asOf && kindOf(handbookNo, asOf), [handbookNo, asOf])
  async function takeTemplate() {
    const made = await template.start({ handbookNo })
    if (made) await saveFile(made.fileId).catch(showError)
  }
  // Once the field is left: on the way to 2025/3/20 stands 2025/3/2, and the keyboard goes on to the file.
  const takeDay = () => {
    if (typed === undefined || (typed !== '' && !parseDay(typed))) return
    setTyped(undefined)
    setSearch(
      (before) => {
        if (typed === '') before.delete('until')
        else before.set('until', typed)
        return before
      },
      { replace: true },
    )
  }
  return (
    <>
      {!search.has('file') && (
        <Panel title="从旧系统接账">
          <div className={classes.steps}>
            <Text size="sm">
              旧系统里已核扣的数量按料件、成品、版本、监管方式、进出口汇总成期初，清单只列编号；截止日以后的清单在本账本逐份导入。新手册不需要期初。
            </Text>
            <div className={classes.step}>
              <span>1</span>
              <Button variant="default" loading={template.running !== null} onClick={() => void takeTemplate()}>
                取出模板
              </Button>
              <Text size="sm" c="dimmed">
                期初数量、期初清单两张表，料件和成品已列好
              </Text>
            </div>
            <div className={classes.step}>
              <span>2</span>
              <label className={classes.day}>
                期初截止日
                <DayField
                  aria-label="期初截止日"
                  placeholder="2025-12-31"
                  value={typed ?? asOf ?? ''}
                  onChange={setTyped}
                  onBlur={takeDay}
                  onKeyDown={({ key }) => key === 'Enter' && takeDay()}
                />
              </label>
              <Text size="sm" c="dimmed">
                含这一天；申报日期在这一天或以前的清单都算在期初里
              </Text>
            </div>
            <ErrorNotice error={template.error} />
          </div>
        </Panel>
      )}
      {kind ? (
        <ImportWizard key={asOf} kind={kind} />
      ) : (
        <Text size="sm" c="dimmed">
          填好截止日后选择工作簿。
        </Text>
      )}
    </>
  )
}

const kindOf = (handbookNo: string, asOf: Day): ImportKind => ({
  what: '期初',
  expects:
    '期初数量：料件成品标志、备案序号、单耗版本号、监管方式、进出口标志、累计数量、累计总价、币制。期初清单：清单编号、进出口标志。',
  inspect: async (fileId, follow) => {
    const found = await runJob('openings.inspect', { handbookNo, fileId, asOf }, follow)
    return {
      sheets: found.recognised,
      changes: [
        ['手册', handbookNo],
        ['期初截止日', asOf],
        ['累计数量', `${printCount(found.totals)} 项`],
        ['清单编号', `${printCount(found.lists)} 份`],
      ],
      rejected: found.refused,
      rejectedTotal: found.refusedRows,
      warnings: [],
      canSkip: false,
      ...(found.totals === 0 && found.lists === 0 && found.refusedRows === 0 && { impossible: '工作簿里没有填写数量的行' }),
    }
  },
  run: async (fileId, _onBadRows, follow) =>
    summaryOf(handbookNo, await runJob('openings.import', { handbookNo, fileId, asOf }, follow)),
  resume: async (jobId, follow) => summaryOf(handbookNo, await followJob('openings.import', jobId, follow)),
})

const summaryOf = (handbookNo: string, done: Output<'openings.import'>): ImportSummary => ({
  message: `手册 ${handbookNo} 的期初已记账，平衡由 ${done.asOf} 起算`,
  counts: [
    ['累计数量', `${printCount(done.totals.length)} 项`],
    ['清单编号', `${printCount(done.lists.length)} 份`],
  ],
  rejected: [],
  warnings: [],
  links: [
    { label: '看平衡', to: paths.writeOff('balance', handbookNo) },
    { label: '看期初', to: paths.writeOff('openings', handbookNo) },
  ],
})
