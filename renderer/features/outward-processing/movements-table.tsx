import { Button, Table, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../app/engine.ts'
import { Empty } from '../../components/empty.tsx'
import { formatQuantity } from '../../components/fields/format.ts'
import { Tag } from '../../components/tag.tsx'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import classes from './outward.module.css'
import { goodsNames, movementNames } from './outward-words.ts'
import type { ApplicationDetail, OutwardMovement } from './outward-words.ts'

/** What went out and came back, slip by slip; kept, not filed (218 §3). */
export function MovementsTable({ application }: { application: ApplicationDetail }) {
  const [voiding, setVoiding] = useState<OutwardMovement | null>(null)
  const { movements } = application
  if (movements.length === 0)
    return <Empty>还没有收发记录。货物交给承揽企业时登记外发，回来时登记收回；记录自己留存备查（R-61）。</Empty>
  return (
    <>
      <Table verticalSpacing={6} horizontalSpacing={12} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={70}>类别</Table.Th>
            <Table.Th w={140}>单号</Table.Th>
            <Table.Th w={100}>日期</Table.Th>
            <Table.Th>货物</Table.Th>
            <Table.Th w={150}>签收、备注</Table.Th>
            <Table.Th w={110} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {movements.toReversed().map((movement) => (
            <Table.Tr key={movement.movementId}>
              <Table.Td>
                <Tag tone={movement.voidedAt === null ? (movement.kind === 'dispatch' ? 'neutral' : 'accent') : 'struck'}>
                  {movementNames[movement.kind]}
                </Tag>
              </Table.Td>
              <Table.Td className="mono">{movement.slipNo}</Table.Td>
              <Table.Td>{movement.movedOn}</Table.Td>
              <Table.Td className={movement.voidedAt === null ? '' : classes.voided}>
                <ul className={classes.lines}>
                  {movement.lines.map((line, index) => (
                    <li key={index}>
                      {goodsNames[line.goods]} {line.itemSeq} {line.name} {formatQuantity(line.quantity)} {line.unit}
                      {line.uses.length > 0 && (
                        <div className={classes.quiet}>
                          耗用{' '}
                          {line.uses
                            .map(
                              (use) =>
                                `${goodsNames[use.goods]} ${use.itemSeq} ${use.name} ${formatQuantity(use.quantity)} ${use.unit}`,
                            )
                            .join('；')}
                        </div>
                      )}
                    </li>
                  ))}
                </ul>
              </Table.Td>
              <Table.Td className={classes.quiet}>
                {[movement.signedBy, movement.vehicle, movement.remark].filter((part) => part !== '').join('，')}
                {movement.voidedAt !== null && <div>作废：{movement.voidReason}</div>}
              </Table.Td>
              <Table.Td ta="right">
                {movement.voidedAt === null && application.state !== 'closed' && (
                  <Button size="compact-sm" variant="default" onClick={() => setVoiding(movement)}>
                    作废
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {voiding && <VoidDialog applicationId={application.applicationId} movement={voiding} onClose={() => setVoiding(null)} />}
    </>
  )
}

function VoidDialog(props: { applicationId: string; movement: OutwardMovement; onClose: () => void }) {
  const { applicationId, movement, onClose } = props
  const [reason, setReason] = useState('')
  return (
    <DeedDialog
      title={`作废${movementNames[movement.kind]}单 ${movement.slipNo}`}
      submitLabel="作废"
      ready={reason.trim() !== ''}
      onSubmit={async () =>
        void (await call('outwardProcessing.voidMovement', { applicationId, movementId: movement.movementId, reason }))
      }
      onClose={onClose}
    >
      <div>作废的单据仍然看得到，只是不再计入在外数量。</div>
      <TextInput
        label="原因"
        data-autofocus
        maxLength={400}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DeedDialog>
  )
}
