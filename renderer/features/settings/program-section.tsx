import { useOperation } from '../../app/queries.ts'
import { Definitions } from '../../components/definitions.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { printInstant } from '../../components/moment.ts'
import { Panel } from '../../components/page.tsx'

export function ProgramSection() {
  const status = useOperation('house.status', {})
  const { data } = status
  return (
    <Panel title="程序与账本">
      <ErrorNotice error={status.error} />
      {data && (
        <Definitions
          columns={1}
          items={[
            ['程序版本', data.programVersion],
            ['账本结构版本', String(data.databaseVersion)],
            ['业务日期', data.businessDate],
            [
              '账本文件夹',
              <span key="folder" className="mono">
                {data.dataFolder}
              </span>,
            ],
            ['上次退出', data.startCheck.cleanShutdown ? '正常' : '意外中断，已自动恢复'],
            ['启动检查', `完好，${printInstant(data.startCheck.at)}`],
            ['最近备份', data.lastBackupAt ? printInstant(data.lastBackupAt) : '还没有备份'],
            ['未发送申报', `${data.unsentFilings} 份`],
          ]}
        />
      )}
    </Panel>
  )
}
