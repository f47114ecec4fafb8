import { ForOthers } from './for-others.tsx'
import { ToBeSigned } from './to-be-signed.tsx'
import classes from './signing.module.css'

/** 代签, from both sides: what goes to the computer with the key and comes back, and what is signed here for another one. */
export function SigningSection() {
  return (
    <div className={classes.section}>
      <ToBeSigned />
      <ForOthers />
    </div>
  )
}
