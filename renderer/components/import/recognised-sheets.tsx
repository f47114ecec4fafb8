import { Tabs, Text } from '@mantine/core'
import type { RecognisedSheet } from '../../../shared/contract/values.ts'
import { printCount } from '../moment.ts'
import classes from './import.module.css'

/** Each sheet with its columns as they were read: letter, heading, meaning, and the first rows under them. */
export function RecognisedSheets({ sheets }: { sheets: readonly RecognisedSheet[] }) {
  const first = sheets[0]
  if (!first) return <Text p="md">没有识别到任何表</Text>
  return (
    <Tabs defaultValue={first.sheet} keepMounted={false}>
      <Tabs.List>
        {sheets.map(({ sheet, readAs, rows }) => (
          <Tabs.Tab key={sheet} value={sheet}>
            {sheet}
            {sheet !== readAs && `，读作${readAs}`}（{printCount(rows)} 行）
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {sheets.map((sheet) => (
        <Tabs.Panel key={sheet.sheet} value={sheet.sheet}>
          <Text size="sm" c="dimmed" px="md" py="sm">
            表头在第 {sheet.headerRow} 行，数据 {printCount(sheet.rows)} 行，跳过空行和合计行 {printCount(sheet.skippedRows)} 行
          </Text>
          <div className={classes.sheet}>
            <table className={classes.table}>
              <thead>
                <tr>
                  {sheet.columns.map(({ letter, heading, readAs }) => (
                    <th key={letter} data-ignored={readAs === null || undefined}>
                      <span className={classes.letter}>{letter}</span>
                      {readAs ?? '不读'}
                      {readAs !== heading && <span className={classes.heading}>原列名：{heading || '空'}</span>}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {sheet.sample.map((row, index) => (
                  <tr key={index}>
                    {sheet.columns.map(({ letter, readAs }, at) => (
                      <td key={letter} data-ignored={readAs === null || undefined}>
                        {row[at]}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
