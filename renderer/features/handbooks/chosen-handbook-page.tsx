import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { FirstHandbook } from '../../components/first-handbook.tsx'
import { Page, Panel } from '../../components/page.tsx'
import { usePreferences } from '../../state/preferences.ts'
import { ListsTab } from '../bonded-lists/lists-tab.tsx'
import { HandbookPicker } from '../../components/handbook-picker.tsx'

/** The lists of the handbook last worked in, reached from the rail, with the handbook to be chosen at the top. */
export function ChosenHandbookPage() {
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks
  const { handbookNo: last, workIn } = usePreferences()
  if (!handbooks) return null
  const chosen = handbooks.find(({ handbookNo }) => handbookNo === last) ?? handbooks[0]
  if (!chosen) {
    return (
      <Page title="清单">
        <Panel>
          <Empty action={<FirstHandbook />}>账本里还没有手册。先导入海关已批准的手册，或从备案草稿开始。</Empty>
        </Panel>
      </Page>
    )
  }
  const { handbookNo } = chosen
  return (
    <Page
      title="清单"
      about={<HandbookPicker handbooks={handbooks} value={handbookNo} onChange={workIn} />}
      actions={
        <Button component={Link} to={paths.handbook(handbookNo, 'lists')} variant="default">
          打开手册
        </Button>
      }
      fill
    >
      <ListsTab key={handbookNo} handbookNo={handbookNo} />
    </Page>
  )
}
