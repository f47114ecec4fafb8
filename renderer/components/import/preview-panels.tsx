import { Button, Text } from '@mantine/core'
import { supervisionModeName } from '../../../shared/codes/tables.ts'
import { codeLabel } from '../fields/format.ts'
import { printCount } from '../moment.ts'
import { Notice } from '../notice.tsx'
import { Panel } from '../page.tsx'
import classes from './import.module.css'
import type { ImportPreview } from './preview.ts'
import { RecognisedSheets } from './recognised-sheets.tsx'
import { RefusedRows } from './refused-rows.tsx'
import { directionNames, goodsNames } from '../words.ts'

export function PreviewPanels({
  preview,
  onImport,
  onGiveUp,
}: {
  preview: ImportPreview
  onImport: (onBadRows: 'refuse' | 'skip') => void
  onGiveUp: () => void
}) {
  const { rejectedTotal, changes, byMode, warnings, nothingToDo, impossible, canSkip } = preview
  const clean = rejectedTotal === 0
  const cannot = impossible !== undefined || nothingToDo !== undefined || (!clean && !canSkip)
  return (
    <>
      {impossible && <Notice severity="blocks">{impossible}</Notice>}
      {nothingToDo && clean && <Notice severity="info">{nothingToDo}</Notice>}
      {warnings.map((warning) => (
        <Notice key={warning} severity="warns">
          {warning}
        </Notice>
      ))}
      <Panel title="将要发生的变化">
        <dl className={classes.changes}>
          {changes.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      {!clean && (
        <Panel title={`被拒的行（${printCount(rejectedTotal)}）`}>
          <RefusedRows rows={preview.rejected} total={rejectedTotal} />
        </Panel>
      )}
      {byMode && byMode.length > 0 && (
        <Panel title="按监管方式">
          <ByMode rows={byMode} />
        </Panel>
      )}
      <Panel title="识别到的内容">
        <RecognisedSheets sheets={preview.sheets} />
      </Panel>
      <div className={classes.actions}>
        {clean && !impossible && (
          <Button autoFocus onClick={() => onImport('refuse')} disabled={nothingToDo !== undefined}>
            导入
          </Button>
        )}
        {!clean && canSkip && !impossible && (
          <Button autoFocus onClick={() => onImport('skip')}>
            导入合格的行（{printCount(rejectedTotal)} 行被拒）
          </Button>
        )}
        <Button variant="default" autoFocus={cannot} onClick={onGiveUp}>
          取消
        </Button>
        <Text size="sm" c="dimmed">
          {!clean && !canSkip
            ? '请按原因改正工作簿后重新选择，账本没有写入任何数据'
            : clean
              ? '导入前账本没有任何变化'
              : '被拒的行会另存为工作簿，最后一列写明原因'}
        </Text>
      </div>
    </>
  )
}

function ByMode({ rows }: { rows: NonNullable<ImportPreview['byMode']> }) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th>监管方式</th>
          <th>进出口</th>
          <th>料件或成品</th>
          <th data-numeric>清单（份）</th>
          <th data-numeric>表体（行）</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.mode}${row.direction}${row.goods}`}>
            <td>{codeLabel(row.mode, supervisionModeName(row.mode))}</td>
            <td>{directionNames[row.direction]}</td>
            <td>{goodsNames[row.goods]}</td>
            <td data-numeric>{printCount(row.lists)}</td>
            <td data-numeric>{printCount(row.lines)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
