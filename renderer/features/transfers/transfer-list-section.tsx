import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { Room } from '../../components/page.tsx'
import { OncePrepared } from './once-prepared.tsx'
import { TransfersTable } from './transfers-table.tsx'

/** 深加工结转: begun from what is delivered and not declared, or by a partner's package. */
export const TransferListSection = () => (
  <OncePrepared>
    <Room>
      <TransfersTable toolbar={<TransferButtons />} emptyText="还没有深加工结转。从“收发货对照”按月建立，或读入对方的结转包" />
    </Room>
  </OncePrepared>
)

export const TransferButtons = ({ matching = paths.transfers('matching') }: { matching?: string }) => (
  <>
    <Button size="xs" component={Link} to={matching}>
      按收发货建立
    </Button>
    <Button size="xs" variant="default" component={Link} to={paths.importTransferPackage}>
      读入结转包
    </Button>
  </>
)
