import { notifications } from '@mantine/notifications'

let said = ''

/** What has been done, for a moment: the newest takes the place of the one before, so that they never pile up over a table. */
export function say(message: string): void {
  notifications.hide(said)
  said = notifications.show({ message, autoClose: 3000 })
}
